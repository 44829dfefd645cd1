"""The sentences that people put a shop's words in at the till, in the small language of `core.hearing.patterns`."""

ONES = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]

NUMBERS = {
    "digit": " | ".join(ONES),
    "teen": " | ".join(TEENS),
    "tens": " | ".join(TENS),
    "hundredth": "oh {digit} | {teen} | /3/ {tens} [{digit}]",
    "number": "/2/ {digit} | {teen} | {tens} [{digit}]",
    "major": "/4/ euro | /4/ euros | dollar | dollars | pound | pounds",
    "minor": "cent | /3/ cents | pence",
    "price": """
        /6/ {number} {hundredth} | /2/ {number}
        | /3/ ({number} | a) {major} [[/0.3/ and] {number} [/0.3/ {minor}]]
        | /2/ {number} {minor}
        | [{number} | zero] point [oh | zero] {number} [/0.3/ {digit}] [/0.2/ {major}]
        | /0.3/ {digit} hundred [[and] {number}] [{major}]
    """,
    "quantity": "/8/ {number} | /0.5/ a couple of | /0.5/ a dozen | /0.2/ half a dozen | /0.2/ a hundred",
    "ordinal": """
        /4/ [/4/ the]
            (/2/ first | /2/ second | /2/ third | fourth | fifth | sixth | seventh | eighth | ninth | last) [one]
        | (number | option) {digit}
    """,
    "share": "/3/ {number} percent | {number} {minor} | /0.5/ {number} {major} [/0.3/ [and] {number}]",
    "changed": "/4/ {price} | {number} | /0.3/ {number} percent | /0.1/ a dozen",
    "label": "/3/ {number} | {digit} ({number} | oh {digit}) | /0.5/ {digit} hundred [[and] {number}]",
    "figure": "/4/ {digit} | oh | zero | /0.3/ (double | triple) ({digit} | oh)",
    "phone": "{figure} {figure} {figure} {figure} {figure} {figure} {figure}*",
}

ANSWERS = {
    "yes": """
        (/8/ yes | /2/ yeah | yep | sure | ok | okay | correct | right)
        [/0.2/ please | /0.1/ do it | /0.1/ go ahead | /0.1/ that's right | /0.1/ correct]
        | that's (right | correct | it) | do it | [please] go ahead | confirm | confirmed | exactly
    """,
    "no": """
        (/5/ no | nope)
            [/0.2/ thanks | /0.1/ thank you | /0.1/ cancel | /0.1/ cancel that | /0.1/ stop | /0.1/ that's wrong]
        | cancel [that | it | this] | stop | never mind | forget it | don't | wrong | that's (wrong | not right)
    """,
    "choose": "[/0.1/ i mean | /0.1/ i meant | /0.1/ take] {ordinal} [/0.2/ please]",
}

PARTS = {
    "the": "/8/ the | /2/ a | an | some | any | /0.5/ our | /0.5/ that | /0.2/ those | /0.2/ these | /0.2/ this",
    "now": "/4/ now | from now on | from today | today | each | please",
    # What an order line may carry, before the drink and after it.
    "amount": """
        /4/ some | /2/ a little bit of | /2/ a bit of | /2/ a little | /2/ a lot of | /2/ lots of | /2/ extra
        | just a (little [bit of] | bit of | touch of | splash of | dash of) | a (touch | splash | dash) of
        | a small amount of | loads of | plenty of | more | less | /0.5/ light | /0.5/ no | /0.5/ without
    """,
    "with": "/8/ with | /4/ and | /0.1/ in | plus | and also | with just | and with | made with | add",
    "container": "(cup | glass | mug | bottle | can | slice | piece | bag | box | pack | portion) of",
    "containers": "(cups | glasses | mugs | bottles | cans | slices | pieces | bags | boxes | packs | portions) of",
    "single": "/3/ a | /1/ an | /1/ the | /4/ one | /0.2/ another | /0.4/ some",
    "good": "[/0.05/ {container} | /0.05/ {containers}] {product}",
    "joint": "/8/ and | and also | plus | then | and then | /0.5/ with",
    "ask": """
        /2/ [/0.1/ please] (/4/ can | /2/ could | may | might) i [/0.3/ please | /0.1/ just]
            (/4/ get | /4/ have | order | take | grab)
        | [/0.1/ please] (can | could | will | would) you [/0.3/ please]
            (/2/ get | give | make | bring | add | put | order | pour) [me | /0.3/ us]
        | (/3/ i'd | i would | we'd | we would) [/0.2/ really] (/5/ like | love)
            [/0.5/ to (order | have | get | buy | try)]
        | (/2/ i'll | i will | we'll | let me | /3/ i | we | i'm going to | i'm gonna) [/0.2/ just]
            (/2/ have | /2/ take | /2/ get | /3/ want | need | wanna get | want to order | go for | go with | order)
        | [/0.2/ please] (/3/ give | /2/ get | /2/ make | bring | pour) (/4/ me | us) | gimme
        | [/0.2/ please] (/3/ add | put | put in | order | ring up | prepare | make | get)
    """,
    "thing": "/3/ {product} | {category}",
    "goods": "/3/ {product} | {category}",
    "packed": """
        /2/ {containers} | {container} | (case | crate | tray | carton | kilo | litre | loaf) of
        | (cases | crates | trays | cartons | kilos | litres | loaves) of
    """,
    "several": "({number} [/0.3/ more] | /0.2/ a dozen | /0.2/ a hundred) [/0.5/ {packed}]",
    "diet": """
        /2/ vegan | vegetarian | /2/ gluten free | halal | kosher | lactose free | dairy free | nut free
        | without (gluten | nuts | lactose | dairy | milk | meat) | /0.5/ {own_diet}
    """,
    "mood": """
        warming | warm | comforting | cosy | relaxing | calming | new | different | unusual | spicy | special | cheerful
        | festive | to celebrate | to wake me up | to cheer me up | /0.5/ {own_mood}
    """,
    "whom": """
        for (a | someone) (/2/ vegan | vegetarian | coeliac | tired | stressed | /0.5/ {own_diet} | /0.5/ {own_mood})
        | for a (birthday | party | celebration | cold day | rainy day | long day | bad day)
    """,
    "period": "/3/ today | /2/ yesterday | /2/ this week | last week | this month | last month | so far today",
    "each": "by (product | category | hour | day | user) | per (hour | day | category)",
    "figures": "/4/ sales | takings | revenue | turnover | profit | margin | waste | average order",
    "day": "today | tomorrow | on (monday | tuesday | wednesday | thursday | friday | saturday | sunday)",
    "allergen": "gluten | nuts | peanuts | milk | lactose | eggs | soy | sesame | fish",
    "place": "(/3/ the | my | this | that) (/3/ order | bill | ticket | tab | list)",
    "where": "(/3/ to | on | onto | in) {place} | on there",
}

SHARED = {"good", "thing"}
"""Parts that are large: worked out once each, not once for each place where they stand."""

LINE = {
    # One product with options: {plain} and {measured} stand for those of one group, {before} and {after} for several.
    "one_plain": "{plain} [/0.05/ size | /0.05/ sized]",
    "before_plain": "{one_plain} [/0.05/ of | /0.05/ and | /0.02/ with]",
    "before_measured": "[/0.3/ {amount}] {measured} [/0.05/ of | /0.05/ and | /0.02/ with]",
    "after_plain": "[/0.3/ a | /0.1/ an | /0.2/ the] {one_plain}",
    "after_measured": "[{amount} | /0.05/ {digit} | /0.1/ the] {measured}",
    "lead": "[/16/ {with}]",
}
"""What one group of options is made of in a line of an order."""

LINES = {
    "line": """
        /3/ [/3/ {single}] [/0.05/ {any_plain} {container} | /0.05/ {container}] {before} {one_of_it} {after}
        | {quantity} [/0.1/ {containers}] {any_before}* {several_of_it} {any_after}*
    """,
    "other": """
        /3/ [/3/ {single}] [/0.05/ {container}] {one_product} | {quantity} [/0.2/ {containers}] {several_products}
    """,
    "fewer": "[/3/ {single} | /0.5/ {quantity}] [/0.3/ {any_plain} | /0.1/ {any_measured}] {good}",
}
"""The lines of an order. Without the plural, "a" would be heard as "eight" before many a word."""

SENTENCES: dict[str, tuple[str, ...]] = {
    "update_product_price": (
        """(/4/ set | /4/ change | /2/ make | /2/ put | update | raise | lower | increase | reduce | drop | mark | move)
           [[/4/ the] price (/8/ of | for | on)] [{the}] {product} [/0.1/ price] [/0.1/ down | /0.1/ up]
           (/4/ to | at) {price} [/0.2/ {now}]""",
        "(make | put) [{the}] {product} {price} [/0.2/ {now}]",
        """[/0.3/ [/4/ the] [/0.3/ new] price (/8/ of | for | on)] [{the}] {product} [/0.05/ price]
           (/8/ is | /2/ are | costs | cost | goes | go | should be | should cost | will be | will cost | sells | now)
           [/0.2/ now] [/0.1/ up | /0.1/ down] [/0.2/ to | /0.1/ at | /0.1/ for] {price} [{now}]""",
        "[/0.3/ {the}] {product} [/0.1/ now] (to | at | for) {price} [/0.2/ {now}]",
    ),
    "retrieve_product": (
        """how much (/8/ is | /2/ are | /2/ for | /4/ does | do | would) [{the}] {product}
           [cost | /0.2/ now | /0.1/ today | /0.1/ be | /0.1/ these days]""",
        """[/4/ what's | /4/ what is | what are | tell me | give me | show me | check] [/3/ the] [/0.1/ current]
           (/4/ price | prices) (/8/ of | for | on) [{the}] {product}""",
        "(what do | /3/ what does) [{the}] {product} cost",
        "what's [{the}] {product} (at | worth | going for)",
        "price check [on | for] [{the}] {product}",
    ),
    "check_stock": (
        """how (/4/ many | much) [/0.1/ of] [/0.1/ {the} | /0.1/ {containers}] {product}
           (/4/ do | have) we (/4/ have | got) [left | /0.3/ in stock | /0.1/ here]""",
        "how (many | much) [/0.1/ of {the} | /0.1/ {containers}] {product} (is | /3/ are) [there] (left | in stock)",
        "(/3/ do | have) we [/0.2/ still] (/3/ have | got) [{the}] {product} (left | in stock)",
        "(is | are) there [/0.2/ still] [{the}] {product} [left | in stock]",
        """[what's | what is | /2/ check | tell me | show me] [/3/ the] (/3/ stock | inventory) (/4/ of | for | on)
           [{the}] {product}""",
        "are we (out of | low on | running low on) [{the}] {product}",
        "(is | are) [{the}] {product} (in stock | out of stock | available)",
    ),
    "search_products": (
        """[/0.2/ please] (/4/ show | /4/ find | list | search | search for | /2/ look for | /2/ look up | see | display
           | where is | where are | i'm looking for) [me] [/0.2/ all] [{the}] [/0.1/ kinds of] {thing}
           [/0.2/ please | /0.2/ do we have]""",
        """(/4/ do | have) (/4/ we | you) [/0.2/ still] (/4/ have | got | sell | carry | stock) [{the}] [/0.1/ kind of]
           {thing}""",
        "(/3/ what | which) [/0.2/ kind of | /0.2/ kinds of] {thing} (/3/ do | have) we (/3/ have | got | sell)",
    ),
    "add_to_order": (
        # What may follow is rarer than people say it: noise after an order sounds like it.
        """[/2/ {ask}] {items} [/0.02/ {where}]
           [/0.3/ please | /0.05/ thanks | /0.05/ thank you | /0.05/ please thank you | /0.005/ to go | /0.005/ for here
           | /0.005/ for table {number}]""",
    ),
    "remove_from_order": (
        """[/0.2/ please] (/4/ remove | /2/ take | take off | delete | cancel | void | take out | drop) {fewer}
           [off | /0.1/ out | /0.1/ away] [(from | off) {place}] [/0.2/ please]""",
    ),
    "show_order": (
        """[what's | what is | what do we have | what have we got | read | read back | show | see | tell | repeat] [me]
           [on | in | back | back on] {place} [/0.3/ so far | /0.1/ again | /0.3/ please | /0.1/ now]""",
        "(what's | what is) the total [/0.3/ so far | /0.3/ please]",
        "how much (is it | is that | is the order | does that come to) [/0.3/ so far | in total | altogether]",
    ),
    "place_order": (
        """[ok | okay] (that's all | that is all | that's it | that will be all | that's everything)
           [thanks | thank you | please]""",
        """[ok | okay | that's all | that is all | that's it | please]
           (/8/ (/3/ place | send | close | finish | complete | submit) {place} | confirm (/3/ the | my | this) order)
           [/0.3/ please | /0.1/ now]""",
    ),
    "adjust_prices": (
        """(raise | lower | increase | reduce | drop | mark | put | set | change | cut | bring) [/0.2/ all]
           [[/4/ the] (/4/ price | /0.5/ prices) (/8/ of | for | on)] [{the}] {goods} [/0.1/ price | /0.1/ prices]
           [/0.3/ down | /0.3/ up] (/4/ by {share} | (to | at) {price} [/0.2/ {now}])""",
        "(make | put) [{the}] {goods} {share} (cheaper | dearer | more expensive | up | down)",
        "(take | knock) {share} off [/0.2/ all] [{the}] {goods}",
        "(add | put) {share} (to | on | onto) [/0.2/ all] [{the}] {goods}",
    ),
    "adjust_stock": (
        "[we | /0.5/ i | we've] (/2/ received | /0.5/ got | had a delivery of | took in) {several} {product}",
        "(delivery | a delivery) of {several} {product}",
        """[we | i | we've | i've] (/2/ threw away | threw out | /2/ wasted | binned | broke | lost | thrown away)
           {several} {product}""",
        "[we | i | we've | i've] counted {several} {product}",
        "(we have | there are) [/0.3/ only] {several} {product} [left | in stock]",
        """{several} {product} (/3/ came in | arrived | have arrived | were delivered | expired | went off | broke
           | are broken | were thrown away | were wasted)""",
        "(/2/ set | change | correct) the stock (/2/ of | for) [{the}] {product} to {number}",
        "the stock of [{the}] {product} is {number}",
    ),
    "list_menu": (
        "(/3/ what's | what is | what do we have) on the menu [/0.3/ today | /0.3/ please]",
        "(/2/ show me | read me | give me | tell me | can i see | could i see) the menu [/0.3/ please]",
        "what do (/2/ we | you) (/2/ have | serve) [/0.5/ today | to eat | to drink | here]",
        "what can (i | people) (order | get | eat | drink) [/0.5/ here]",
    ),
    "recommend_items": (
        "what (/2/ would | do | can) you (/2/ recommend | suggest) [{whom}]",
        "(/2/ recommend | suggest) [me] something [{mood} | {diet}] [/0.3/ {whom}]",
        """(/2/ do we have | /2/ do you have | have you got | is there | i'd like | i want | we want)
           (something | anything) ({mood} | {diet}) [/0.1/ please]""",
        "what (is | do we have that's | have we got that's) {diet}",
    ),
    "set_order_details": (
        """[/3/ this is | /2/ it's | it is | that's | the order is]
           for (/2/ pickup | /2/ delivery | collection | takeaway | /0.5/ here)""",
        """(this is | /2/ it's | that's | make it | they want it)
           (/2/ to go | to take away | takeaway | to eat in | a delivery | a pickup)""",
        "(they're | he's | she's | we're) (eating in | eating here | picking it up | taking it away)",
        """[this is | /2/ it's | it goes | put it | put this | that's | the order is | bring it]
           [/3/ for | to | on] table [/0.1/ number] {number} [/0.1/ please]""",
        "[/2/ the | their | his | her] phone [number] [is] {phone}",
    ),
    "cancel_order": (
        "(/3/ cancel | void | clear | scrap) (/3/ the | this | my) [whole | entire] (/4/ order | bill | sale | ticket)",
        "(/2/ cancel | remove | delete | clear) everything",
        "[let's] start (over | again | from scratch)",
    ),
    "order_status": (
        """(/3/ is | has | where is | where's | how's | what about) [/0.2/ the] order [number] {label}
           [/3/ ready | done | gone out | been sent | on its way]""",
        "(what's | what is | check) the status of order [number] {label}",
    ),
    "find_customer": (
        """(/2/ find | /2/ look up | search for | show me | who is) [/2/ the | a] customer [/0.5/ with] [/0.5/ the]
           [phone] [number] {phone}""",
        "whose [phone] number is {phone}",
    ),
    "create_customer": (
        """(/2/ new customer | (add | create | register) a [/3/ new] customer)
           [[/0.5/ with] [/0.5/ the] [phone] [number] {phone}]""",
    ),
    "update_customer": ("(change | update) the [/2/ phone] number of [the] customer {phone} to {phone}",),
    "query_sales": (
        """how much (/3/ did we | have we) (/2/ sell | make | take | /0.5/ sold | /0.5/ made | /0.5/ taken)
           [/0.2/ in total] {period} [/0.1/ {each}]""",
        """[/2/ what are | /2/ what were | what is | what was | what's | show me | tell me] [/3/ the | our] {figures}
           [/0.5/ for | /0.5/ of] {period} [/0.3/ {each}]""",
        "(show me | /2/ what are | what were) [the | our] {figures} {each} [/0.3/ {period}]",
        "how many (/3/ orders | customers | tickets) (/2/ did we have | have we had | were there) {period}",
        "how many [/0.1/ of {the}] {product} did we sell {period}",
        """[what are | what were | show me | tell me] [/3/ the | our] top [{number}] (/2/ products | sellers | items)
           [{period}]""",
        "[what are | what were | show me] [/2/ the | our] best sellers [{period}]",
        "(what sold best | what sells best | what was the busiest hour | who sold the most) [{period}]",
    ),
    "ask_knowledge": (
        "(what are | /0.5/ tell me) (/2/ the | our | your) opening hours [/0.3/ {day}]",
        "(/3/ when | what time) do (we | you) (/2/ open | close) [{day}]",
        "are (we | you) open {day}",
        "(what's | what is) (/2/ the | our | your) (/2/ return | refund) policy",
        "how long do (/2/ people | customers | i) have to return (/2/ things | something | it)",
        "can (/2/ i | people | customers) (/2/ return | bring back) (/2/ things | something | this)",
        "do (we | you) (give | do) refunds",
        "(what | which) allergens (/2/ are | are there) in [{the}] {product}",
        "(/3/ is | are) there (/2/ any | any traces of | /0.5/ traces of) {allergen} in [{the}] {product}",
        "(/2/ is | are) [{the}] {product} {diet}",
    ),
    "repeat": (
        "(/2/ say | repeat) that [again] [/0.3/ please]",
        "(/2/ repeat | say it again | come again | say again | what did you say | what was that) [/0.3/ please]",
    ),
    "undo": (
        "undo [/3/ that | it | this | the last one | the last change | the last thing] [/0.2/ please]",
        "(/2/ take | change | put) (/2/ that | it) back [/0.2/ please]",
        "(revert | reverse) (/2/ that | it | the last change)",
    ),
    "help": (
        "help [/0.5/ me] [/0.3/ please]",
        "what can (/3/ i | you) (/3/ say | do | ask)",
        "how (does this work | do i use this) | i need help",
    ),
    "greet": ("/0.5/ hello [there] | hi there | good (/3/ morning | afternoon | evening)",),
    "escalate": (
        "(/2/ get | /2/ call | fetch | find) [me | us] (/2/ the | /2/ a) (/3/ manager | supervisor | boss)",
        """(i want | i'd like | i need | can i | could i | he wants | she wants) [to] (/2/ speak | /2/ talk)
           (to | with) (/2/ the | /2/ a) (/3/ manager | supervisor | person | human)""",
        "i need (the | a) (manager | supervisor)",
    ),
    "confirm": ("{yes}",),
    "cancel": ("{no}",),
    "choose": ("{choose}",),
}

CORRECTIONS = """
    /2/ [/3/ no | sorry | actually] make it {changed}
    | (/3/ no | sorry | actually) [/0.3/ i said | /0.3/ i meant] {changed}
    | i (said | meant) {changed}
    | {changed} instead
    | (/3/ no | sorry) [/0.3/ i meant | /0.3/ i said] the {product}
    | /0.3/ (i meant the | not that one the) {product}
"""
"""What `core.understanding.follow_up` reads as the last intent, changed."""

_FOLLOW_UP = (
    CORRECTIONS,
    "[/0.3/ and] [/2/ the] same [/0.3/ again] for [{the}] {product}",
    "and [/0.3/ also] the {product} [/0.5/ too | /0.3/ as well | /0.5/ {price}]",
)

_REPLY = (
    "[/0.2/ to | /0.2/ by | /0.2/ at] ({price} | {share})",
    "/2/ up | /2/ down | they came in | they were delivered | we threw them away | i counted them",
)

BESIDE = (*_FOLLOW_UP, *_REPLY)
"""What makes sense after something else only: more of the last intent, and replies to a question put freely."""

OFTEN = {
    "add_to_order": 4.0,
    "update_product_price": 2.0,
    **dict.fromkeys(("retrieve_product", "check_stock", "search_products", "remove_from_order"), 1.0),
    **dict.fromkeys(("show_order", "place_order", "confirm", "cancel", "choose"), 1.0),
}
SELDOM = 0.2
"""How often sentences of an intent are said: those that stand here, and all others."""

START = "[/0.1/ hi | /0.1/ hello | /0.05/ hey | /0.05/ ok | /0.05/ okay | /0.05/ so | /0.05/ um | /0.05/ uh]"
