"""Words of which some were surely said when an intent or an enumerated value is meant, per language.

A model may only answer what one of these words stands behind; whichever weights it has, it cannot turn a price up
when nobody said "up". They are generous: choosing among what was said is the model's work. A word that ends in `*` is
the beginning of one; accents do not count.
"""

from collections.abc import Mapping
from types import MappingProxyType

from kiosk_app.core.types import Language

Triggers = Mapping[Language, tuple[str, ...]]
Enumeration = Mapping[str, Triggers]
"""Each value, in English in every language, and the words that stand for it."""
NOTHING: Mapping[str, Enumeration] = MappingProxyType({})
"""No values, by the names of no arguments."""


def _said(en: str, es: str) -> Triggers:
    return {"en": tuple(en.split(", ")), "es": tuple(es.split(", "))}


PLACING = _said(
    "plac*, submit*, finish*, complet*, finali*, checkout, clos*, pay*, charg*, send*, settl*, done, check out, "
    "cash, card, bill, total, process, check me out, ring, order is ready, nothing else, that is all, that's all, "
    "thats all, that s all, this is all, that will be all, that'll be all, that ll be all, that is it, that's it, "
    "thats it, that s it, will be it, that'll be it, will be everything, that'll be everything, is everything, "
    "that's everything, thats everything, that s everything, that's the lot, put the order, put in the order, put "
    "it through, put this through, put that through, order through, make the order, order it, order that, confirm "
    "the order, confirm order, confirm my order, confirm this order, ready to order, wrap it up, wrap up, check "
    "please, customer out, through, kitchen, fire, cash out, tab, check us out, check them out, bump it, go with "
    "that, all set, good to go, in to the kitchen",
    "cobr*, cerr*, cierr*, termin*, finaliz*, complet*, envi*, mand*, confirm*, tramit*, proces*, pag*, march*, "
    "realiz*, despach*, acab*, tarjeta, efectivo, confirma el pedido, confirmar el pedido, confirma la orden, "
    "cuenta, haz el pedido, hacer el pedido, es todo, nada más, ya está, sería todo, listo, lista, pásalo, pasa el "
    "pedido, cocina, con eso, ticket, finalice, pasa, pásala, páselo, pasar, tirá, lánzalo, saca la cuenta, va, "
    "sería, es cuanto, nomás, móvil, hacé el pedido, haga el pedido, hazme el pedido, dale",
)

AGREEING = _said(
    "sweet as, yes, yeah, yep, yup, ya, yea, aye, sure, ok, okay, alright, right, correct, true, confirm, confirmed, "
    "affirmative, absolutely, definitely, certainly, exactly, indeed, agree, agreed, perfect, fine, good, great, "
    "grand, proceed, accept, approve, approved, course, go ahead, go for it, do it, do that, do so, please do, i "
    "do, it is, spot on, you bet, totally, sounds, looks, lovely, works, happy, apply, continue, save, that's it, "
    "that is it, that will do, uh huh, mm, that's the one, brilliant, go on, cheers, sí",
    "sí, vale, claro, correcto, confirma, confirmar, confirmo, confirmado, confírmalo, adelante, exacto, perfecto, "
    "bueno, bien, acuerdo, hazlo, hacelo, dale, supuesto, venga, eso es, afirmativo, acepto, aceptar, ok, okay, "
    "procede, sigue, continúa, así es, desde luego, órale, ándale, sale, va, listo, ese mismo, esa misma, obvio",
)

CANCELLING_ORDER = _said(
    "it all, order*, sale*, basket*, ticket*, transaction*, bill, cart, everything, tab, check, whole thing, lot, "
    "all of "
    "it, all of that, start over, from scratch, start again, meal",
    "pedid*, orden*, venta*, cuent*, comanda*, compra*, encarg*, tod*, ticket, carrito, apuntado, apuntada, mesa, "
    "pedido entero, de cero, lo que llevo, lo que llevamos",
)

UNDOING = _said(
    "undo*, undid, revers*, revert*, unchang*, mistak*, take back, take that back, take it back, put it back, put "
    "that back, put back, back to, change it back, change that back, back how, back the way, back as, as it was, as "
    "before, roll back, roll that back, roll it back, one back, go back, what i just, last change, last thing, undo "
    "that, oops, wrong, set it back",
    "deshac*, deshaz*, deshag*, deshic*, revert*, reviert*, volv*, vuelv*, regres*, anul*, error*, equivoc*, como "
    "estaba, como antes, atrás, equivoqué, último cambio, lo último, lo de antes, deja como, déjalo como",
)

PRICE_DIRECTION: Enumeration = {
    "up": _said(
        "rais*, ris*, increas*, hik*, bump*, add*, put*, stick*, lift*, high*, pric*, chuck*, whack*, jack*, mark*, "
        "up, plus, more, dearer, mark up, put on, on top, extra, expensive, another, gone up, goes, up by",
        "sub*, aument*, increment*, encarec*, agreg*, sum*, carg*, recarg*, añad*, alz*, más, arriba, caros, caras, "
        "caro, cara, ponle, pon, ponles, encima",
    ),
    "down": _said(
        "low*, reduc*, cut*, drop*, decreas*, discount*, knock*, slash*, shav*, trim*, cheap*, remov*, tak*, "
        "bring*, down, less, off, minus, mark down, markdown, sale, down by, come down, goes down",
        "baj*, rebaj*, reduc*, reduz*, descuent*, descont*, quit*, abarat*, rest*, disminu*, recort*, sac*, menos, "
        "baratos, baratas, barato, barata, abajo, oferta",
    ),
    "set": _said(
        "make, put, all, every, each, any, everything, both, the lot",
        "tod*, cualquier*, ambos, ambas, cada",
    ),
}

STOCK_DIRECTION: Enumeration = {
    "in": _said(
        "deliver*, arriv*, com*, receiv*, restock*, bring*, brought, unload*, add*, get*, bak*, ship*, book*, "
        "stock*, drop*, leav*, left, return*, in, came, got, more, new, plus, up, put, stock up, increase, extra, "
        "back, landed, here, made, took, gave, found",
        "traig*, recepc*, mandar*, entr*, lleg*, recib*, añad*, agreg*, sum*, repon*, repus*, ingres*, dej*, "
        "descarg*, surt*, carg*, trae*, "
        "traj*, traid*, met*, apunt*, anot*, horne*, repart*, registr*, ha llegado, más, nuevos, nuevas, proveedor, "
        "repuesto, han venido, vinieron, vino, sube, sacado del horno, dan, dieron, dado de alta, alta, acaba de, "
        "acaban de, vienen, viene, resurtido, bajaron, restock, hemos metido, sacar del horno",
    ),
    "out": _said(
        "throw*, thrown, threw, wast*, bin*, chuck*, brok*, break*, smash*, drop*, spoil*, expir*, mould*, mold*, "
        "rott*, stale*, lost, los*, miss*, stol*, damag*, remov*, trash*, toss*, dump*, spill*, melt*, crush*, "
        "crack*, burn*, leak*, ruin*, return*, fell, fall*, nick*, writ*, wrot*, us*, eat*, ate*, knock*, slip*, "
        "out, off, bad, gone, take, took, taken, less, minus, away, sold, date, subtract, deduct, down, robbed, "
        "spilt, shrinkage, dead",
        "tir*, rot*, romp*, caduc*, venc*, merm*, desperdic*, basura*, salid*, salier*, sac*, quit*, rest*, baj*, "
        "perd*, pierd*, rob*, estrope*, pudr*, podr*, dañ*, quem*, cay*, caid*, gast*, descont*, descuent*, "
        "revent*, revient*, derram*, falt*, devol*, devuelt*, descart*, ech*, elimin*, mojad*, retir*, chaf*, "
        "aplast*, quebr*, desech*, consum*, salen, sale, menos, malo, mala, malos, malas, mal, pasado, pasados, "
        "pasada, pasadas, usado, botar, botamos, boté, botado, bota, salió, agrio, agria, rancio, cad, comió, "
        "comieron, no valen, no vale",
    ),
    "set": _said(
        "count*, recount*, inventor*, exactly, now, have, has, there are, there is, there's, left, set, only, is, "
        "are, should, make, correct, actual, actually, fix, total, stock, just, stocktake, update, at, to, be, "
        "remaining, got, see, change",
        "cont*, cuent*, recuent*, inventari*, qued*, teng*, tien*, pon*, dej*, ajust*, correg*, corrig*, actualiz*, "
        "cambi*, exist*, deb*, exactamente, ahora, tenemos, hay, solo, son, total, stock, realidad, real, hay que, "
        "están, está, ser, cuadrar, sea, sean",
    ),
}

FULFILMENT: Enumeration = {
    "pickup": _said(
        "get it, coming, lift*, pick*, collect*, tak*, carr*, fetch*, take away, take out, taking away, taking it, "
        "para llevar, heading "
        "out, cairry oot, on the way out, pick-up away, to go, carry out, take it with, with them, with me, with "
        "him, with her, click and collect, togo",
        "baja, bajan, recog*, recoj*, llev*, retir*, busc*, pas*, vien*, pick up, pickup, to go, vienen por, viene "
        "por, pasan "
        "por, pasa por, venir, vendrá, vendrán, viene a, vienen a, mostrador",
    ),
    "delivery": _said(
        "deliver*, bring*, send*, sent, driv*, courier*, ship*, dispatch*, drop, rider, home, address, house, goes "
        "to, going to, take it to, uber, bike, rider's, round to, over to",
        "domicili*, entreg*, repart*, envi*, mand*, llev*, moto*, mensajer*, despach*, acerc*, casa, dirección, "
        "delivery, calle, a su casa",
    ),
    "table": _said(
        "table*, eat*, sit*, din*, stay*, eat in, eating in, eat here, eating here, for here, dine in, dining in, "
        "sit in, seated, here, drinking in, have it in, booth, terrace, patio, inside",
        "mesa*, sent*, sient*, com*, aquí, comer aquí, para aquí, acá, tomar aquí, sala, terraza, local, salón, barra",
    ),
}

ASKING_PRICE = _said(
    "how much, price, prices, cost*, charge, what do, what does, what is the",
    "cuánto, precio, precios, cuest*, vale, valen, a cómo, a cuánto",
)

DIETARY: Enumeration = {
    "vegan": _said(
        "vegan*, plant based, plant",
        "vegan*, origen animal",
    ),
    "vegetarian": _said(
        "veg*, meat free, no meat, without meat, meatless, meat",
        "veget*, carne*, sin carne",
    ),
    "gluten free": _said(
        "gluten*, celiac*, coeliac*, wheat, gf",
        "gluten*, celiac*, trigo, tacc",
    ),
    "halal": _said(
        "halal*, muslim*",
        "halal*, musulm*",
    ),
    "kosher": _said(
        "kosher, jewish",
        "kosher, judío, judía, judíos",
    ),
    "lactose free": _said(
        "lactos*, dair*, milk*, intolerant",
        "lact*, leche*, deslactos*, intolerante, intolerantes",
    ),
    "nut free": _said(
        "nut*, peanut*, almonds",
        "nuez*, nuec*, cacahu*, mani*, almendr*, frutos secos",
    ),
}

MOOD: Enumeration = {
    "happy": _said(
        "lift*, happ*, cheer*, good mood, fun, smile, glad, bright",
        "feli*, content*, alegr*, anim*, divert*, buen humor",
    ),
    "cosy": _said(
        "fire, night, cos*, coz*, warm*, comfort*, rain*, cold*, freez*, chill*, snug*, winter, wet",
        "humed*, acoged*, calent*, calient*, reconfort*, lluv*, llov*, lluev*, frio*, abrig*, calor*, invierno",
    ),
    "adventurous": _said(
        "adventur*, exotic*, unusual*, surpris*, different*, new, never tried, wild, crazy, daring, brave, weird, "
        "something else, bold, spicy",
        "aventur*, exotic*, sorpr*, atrev*, distint*, diferent*, rar*, nuevo, nueva, original, probar algo, picante",
    ),
    "stressed": _said(
        "lost, stress*, anxi*, nerv*, calm*, relax*, overwhelm*, hectic, long day, rough day, rough, tense, hard "
        "day, bad "
        "day, worked up, unwind, wound up",
        "estres*, nervi*, ansi*, calm*, relaj*, agobi*, tranquil*, desestres*, mal día, día duro, día largo, tenso, "
        "tensa",
    ),
    "celebratory": _said(
        "celebrat*, birthday*, party*, anniversar*, promot*, wedding*, graduat*, engag*, festive, toast, passed, "
        "exam, won, occasion, special",
        "celebr*, cumple*, fiesta*, aniversari*, festej*, boda*, gradua*, brind*, ascend*, ascens*, ganado, ganó, "
        "ganamos, especial, aprobado, graduó",
    ),
    "tired": _said(
        "tired*, exhaust*, sleep*, wak*, awake, energ*, knack*, shatter*, pick me up, night shift, beat, boost, "
        "worn out, drained, slept, perk",
        "alma, cansad*, agotad*, sueño, despert*, despier*, energ*, dormid*, durm*, dorm*, reventad*, espabil*, mold*, "
        "molid*, fuerzas, turno de noche, pilas, muerto, muerta",
    ),
}

METRIC: Enumeration = {
    "revenue": _said(
        "sale*, sell*, sold*, revenue*, taking*, earn*, turn*, took, take, taken, make, made, making, money, "
        "income, euros, dollars, pounds, bucks, quid, do, did, done, doing, brought in, bring in, gross, much, "
        "total, turning over, turned over, turn over, rung, till, cash, figures, business",
        "vend*, venta*, ingres*, factur*, recaud*, gan*, cobr*, sac*, hech*, hic*, caja, dinero, euros, plata, "
        "lana, pesos, llevamos, entrado, cuánto, ido",
    ),
    "units": _said(
        "unit*, piece*, sold*, sell*, item*, how many, number of, best, top, popular, most, worst, least, moved, "
        "moving, many",
        "unidad*, pieza*, vend*, cuántos, cuántas, número de, más, menos, top, populares, mejor, peor, salida",
    ),
    "orders": _said(
        "order*, ticket*, transaction*, customer*, receipt*, checks, sales, bills, people, covers, many",
        "pedid*, ticket*, orden*, transacc*, client*, comand*, operac*, ventas, gente, mesas, cuentas",
    ),
    "average_ticket": _said(
        "averag*, spend*, spent*, mean, per order, per customer, per ticket, per head, basket, a head, each "
        "customer, typical",
        "medi*, promedi*, gast*, por pedido, por cliente, por cabeza, por persona, por ticket, por mesa",
    ),
    "margin": _said(
        "clear*, margin*, profit*, markup, make on, earn on",
        "margen*, benefici*, gananci*, rentab*, utilid*, dej*, gan*",
    ),
    "stock_value": _said(
        "stock*, inventor*, worth, valu*, shelves, holding",
        "exist*, inventari*, val*, mercanc*, mercader*, stock*, almacén, género",
    ),
    "waste": _said(
        "writ*, wast*, throw*, threw*, bin*, los*, lost, spoil*, toss*, chuck*, written off, shrinkage",
        "merm*, desperdic*, tir*, perd*, bot*, desech*, caducado, basura",
    ),
}

PERIOD: Enumeration = {
    "today": _said(
        "today, today's, todays, so far, this morning, this afternoon, tonight, day, this evening",
        "hoy, esta mañana, esta tarde, esta noche, día, de momento, hasta ahora",
    ),
    "yesterday": _said(
        "yesterday, yesterday's, yesterdays, last night",
        "ayer, anoche",
    ),
    "this_week": _said(
        "this week, this week's, week, weekly, since monday",
        "esta semana, semana, desde el lunes",
    ),
    "last_week": _said(
        "last week, last week's, week before, previous week, past week, week",
        "semana pasada, última semana, semana anterior, pasada semana, semana",
    ),
    "this_month": _said(
        "this month, this month's, month, monthly",
        "este mes, mes",
    ),
    "last_month": _said(
        "last month, last month's, previous month, month before, past month, month",
        "mes pasado, último mes, mes anterior, pasado mes, mes",
    ),
}

GROUP_BY: Enumeration = {
    "product": _said(
        "mover*, people, product*, item*, sell*, thing*, dish*, best, top, popular, what, most, worst, least, which",
        "product*, articul*, vend*, plato*, cosa*, qué, más, menos, top, mejor, mejores, peor, peores, cuál, cuáles",
    ),
    "category": _said(
        "categor*, section*, depart*, kind*, group*, type*, family",
        "categor*, secc*, famil*, tipo*, depart*, rubro*, grupo*",
    ),
    "hour": _said(
        "hour*, time*, peak*, busi*, rush*, when",
        "hora*, franja*, pico*, horari*, cuándo",
    ),
    "day": _said(
        "day*, dail*, week*, busi*, which day, when, each day",
        "dia*, diari*, cuándo",
    ),
    "user": _said(
        "cashier*, waite*, waitr*, staff*, employ*, server*, barist*, team*, worker*, who*, user, users, person, "
        "seller, each of us, who has, girl, lad, on shift",
        "cajer*, camarer*, emplead*, vendedor*, meser*, mozo*, person*, quien*, trabajador*, dependient*, usuari*",
    ),
}
