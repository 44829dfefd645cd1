"""Words of which some were surely said when an intent or an enumerated value is meant, per language.

A model may only answer what one of these words stands behind; whichever weights it has, it cannot turn a price up
when nobody said "up". They are generous: choosing among what was said is the model's work.
"""

from collections.abc import Mapping

from kiosk_app.core.types import Language

Triggers = Mapping[Language, tuple[str, ...]]
Enumeration = Mapping[str, Triggers]
"""Each value, in English in every language, and the words that stand for it."""


def _said(en: str, es: str) -> Triggers:
    return {"en": tuple(en.split(", ")), "es": tuple(es.split(", "))}


PLACING = _said(
    "place, submit, finish, finished, complete, completed, completes, finishes, finalise, finalize, checkout, "
    "done, check out, send, close, pay, paying, pays, payment, charge, cash, card, bill, total, process, check "
    "me out, ring, order is ready, nothing else, that is all, that's all, thats all, that s all, this is all, "
    "that will be all, that'll be all, that ll be all, that is it, that's it, thats it, that s it, will be it, "
    "that'll be it, will be everything, that'll be everything, is everything, that's everything, thats "
    "everything, that s everything, that's the lot, put the order, put in the order, put it through, put this "
    "through, put that through, order through, make the order, order it, order that, confirm the order, "
    "confirm order, confirm my order, confirm this order, ready to order, wrap it up, wrap up, check please, "
    "customer out, through, kitchen, fire, cash out, settle, tab, check us out, check them out, bump it, go with "
    "that, all set, good to go, in to the kitchen",
    "cierra, cerrar, cierre, cerrame, cerremos, cierras, cierren, cobra, cobrar, cobras, cobro, cobrarme, cóbrame, "
    "cóbrate, cóbralo, cóbrele, cóbreme, cobre, cobrale, cobrame, cobramos, cobrarle, tarjeta, efectivo, termina, "
    "terminar, terminado, terminamos, finaliza, finalizar, confirma el pedido, confirmar el pedido, confirma la orden, "
    "envía, enviar, envíalo, manda, mandar, mándalo, mándala, mandalo, mande, marcha, marchando, tramita, tramitar, "
    "pagar, paga, pagan, cuenta, completa, completar, realiza, realizar, haz el pedido, hacer el pedido, es todo, "
    "nada más, ya está, sería todo, acabado, listo, lista, pásalo, pasa el pedido, cocina, con eso, ticket, "
    "confirmá, confirma, confirmar, confirmo, confirme, cerrá, cierre, cerrar, cierren, cobrá, cobren, cóbrame, "
    "cóbranos, mandá, mándenlo, mandalo, mándelo, enviá, envíe, terminá, termine, finalizá, finalice, pasa, pásala, "
    "pasá, páselo, pasar, tirá, lánzalo, saca la cuenta, va, completo, completá, procesa, procesar, sería, es "
    "cuanto, nomás, ciérrelo, ciérralo, ciérrala, ciérreme, ciérrale, ciérrenlo, pago, móvil, pagas, cóbrese, "
    "cóbrale, cobrás, ciérrame, marche, marchen, hacé el pedido, haga el "
    "pedido, hazme el "
    "pedido, mandarlo, mandarla, dale",
)

AGREEING = _said(
    "yes, yeah, yep, yup, ya, yea, aye, sure, ok, okay, alright, right, correct, true, confirm, confirmed, "
    "affirmative, absolutely, definitely, certainly, exactly, indeed, agree, agreed, perfect, fine, good, "
    "great, grand, proceed, accept, approve, approved, course, go ahead, go for it, do it, do that, do so, "
    "please do, i do, it is, spot on, you bet, totally, sounds, looks, lovely, works, happy, apply, continue, "
    "save, that's it, that is it, that will do, uh huh, mm, that's the one, brilliant, go on, cheers, sí",
    "sí, si, vale, claro, correcto, confirma, confirmar, confirmo, confirmado, confírmalo, adelante, exacto, perfecto, "
    "bueno, bien, acuerdo, hazlo, hacelo, dale, supuesto, venga, eso es, afirmativo, acepto, aceptar, ok, okay, "
    "procede, sigue, continúa, así es, desde luego, órale, ándale, sale, va, listo, ese mismo, esa misma, obvio",
)

CANCELLING_ORDER = _said(
    "order, sale, bill, ticket, basket, cart, everything, tab, check, whole thing, transaction, lot, order's, "
    "basket's, all of it, all of that, start over, from scratch, start again, meal",
    "pedido, orden, venta, cuenta, ticket, comanda, todo, compra, carrito, encargo, apuntado, apuntada, mesa, toda, "
    "pedido entero, de cero, lo que llevo, lo que llevamos",
)

UNDOING = _said(
    "undo, undone, take back, take that back, take it back, revert, reverse, put it back, put that back, put back, "
    "back to, change it back, change that back, back how, back the way, back as, mistake, as it was, as before, "
    "roll back, roll that back, roll it back, one back, go back, what i just, last change, last thing, unchange, "
    "undo that, oops, wrong, set it back, undoing",
    "deshaz, deshazlo, deshacer, deshazme, deshágame, deshaga, deshagas, desházmelo, deshacé, deshace, deshágalo, "
    "revierte, revertir, revierta, reviértelo, vuelve, "
    "volver, vuelva, volvé, como estaba, como antes, atrás, equivocado, equivoqué, regresa, regrésalo, regresar, "
    "error, "
    "último cambio, lo último, lo de antes, anula, anular, deja como, déjalo como",
)

PRICE_DIRECTION: Enumeration = {
    "up": _said(
        "up, raise, raised, raises, raising, rise, rising, increase, increases, increased, hike, higher, bump, add, "
        "adding, plus, more, dearer, jack, lift, mark up, put on, on top, markup, extra, expensive, pricier, put, "
        "putting, puts, stick, sticking, chuck, whack, another, gone up, goes, up by",
        "sube, subir, suba, subís, subid, subí, subes, súbele, súbeles, súbelos, súbelas, subile, subiles, subimos, "
        "súbeme, aumenta, aumentar, aumento, aumente, aumentale, auméntale, auméntales, incrementa, incrementar, más, "
        "encarece, encarecer, añade, añadir, arriba, subida, alza, caros, caras, caro, cara, recarga, suban, suben, "
        "subo, súbelo, súbela, súbame, subime, súbanle, súbanles, súbale, súbales, subirle, subirles, subiendo, "
        "auméntame, aumentame, aumenten, aumentar, aumentan, aumentamos, auméntalos, ponle, pon, ponles, agrega, "
        "agrégale, suma, súmale, carga, cárgale, encima, recargo, súbale, aumentá, incrementá, subiles, auméntele, "
        "cargar, cargamos, subieron, subió, suban, subimos, "
        "añades, añádele, añádeles, "
        "subamos",
    ),
    "down": _said(
        "down, lower, lowered, lowering, remove, removed, reduce, reduced, reducing, cut, cuts, drop, dropped, "
        "drops, decrease, less, "
        "cheaper, off, discount, discounts, knock, take, slash, shave, minus, mark down, markdown, sale, trim, "
        "bring, dropping, lowering, reducing, cutting, knocking, taking, down by, come down, goes down",
        "baja, bajar, baje, bajá, bajad, bajale, bajales, bájale, bájales, bájalos, bájalas, bajamos, bájame, rebaja, "
        "rebajar, rebaje, rebajale, rebájale, reduce, reducir, reduzca, menos, descuento, descuenta, descontar, "
        "descuéntale, quita, quitar, quítale, quítales, abarata, baratos, baratas, barato, barata, abajo, bajada, "
        "bajen, disminuye, recorta, rebajas, oferta, bajo, bajan, bájalo, bájala, bájame, bajame, bajarle, bajarles, "
        "bajando, bájanle, bájele, bájeles, rebajen, rebajarle, rebájalos, rebájalas, quítale, quítele, quitale, "
        "quitales, saca, sácale, sacale, descuente, recórtale, abaratar, disminuir, rebajá, bajas, bajamos, bajaron, "
        "bajar, bajen, réstale, resta, restar, "
        "réstales, descontale, bajalo, "
        "bajala, bajalos, bajalas, descontá",
    ),
    "set": _said(
        "all, every, each, any, everything, both, the lot",
        "todos, todas, todo, toda, cada, cualquier, ambos, ambas",
    ),
}

STOCK_DIRECTION: Enumeration = {
    "in": _said(
        "in, delivery, delivered, deliver, delivers, arrived, arrive, arriving, arrives, came, come, coming, received, "
        "receive, receiving, got, get, add, added, adding, more, new, plus, restock, restocked, restocking, brought, "
        "bring, brings, up, put, dropped, drop, stock up, increase, extra, back, returned, unloaded, leave, landed, "
        "here, "
        "baked, made, shipment, took, gave, found, book, booked",
        "entra, entran, entrada, entraron, entrado, entrega, entregado, entregaron, entregan, entregó, ha llegado, "
        "llegado, llegan, llegaron, llegó, llega, recibido, recibimos, recibí, recibe, recibir, recibieron, añade, "
        "añadir, agrega, agregar, agregale, agrégale, agregá, suma, sumar, súmale, sumale, más, nuevos, nuevas, "
        "reparto, "
        "repartidor, proveedor, traído, trajo, trajeron, trae, traen, meto, mete, meter, metí, repuesto, reponer, "
        "repongo, ingresa, ingresar, ingresaron, ingreso, ingresá, dejado, dejó, dejaron, descargado, descargaron, "
        "surtido, surtieron, carga, cargar, han venido, vinieron, vino, sube, sacado del horno, horneado, dan, dieron, "
        "dado de alta, alta, apunta, apúntame, anota, anotá, dejar, dejan, acaba de, acaban de, traer, vienen, "
        "viene, entró, entrar, meten, metieron, métele, mete, súmele, agregue, agréguele, registra, registrar, "
        "entregas, llegar, surtir, resurtido, bajaron, recibiendo, recibo, sumale, anote, anotame, sumá, ingrese, "
        "ingresen, ingréseme, restock, mételo, mételos, métalo, métalos, recibidos, recibidas, repón, reponer, hemos "
        "metido, sacar del horno, recibí, apunte",
    ),
    "out": _said(
        "out, waste, wasted, threw, throw, throwing, thrown, bin, binned, binning, chuck, chucked, broke, broken, "
        "breakage, break, smashed, dropped, spoiled, spoilt, expired, off, bad, mouldy, moldy, rotten, stale, gone, "
        "lost, missing, stolen, nicked, damaged, remove, removed, take, took, taken, less, minus, used, use, write, "
        "wrote, written, dumped, dump, trash, trashed, tossed, toss, away, returned, sold, date, leaked, burnt, "
        "burned, "
        "ruined, subtract, deduct, down, ate, robbed, cracked, spilled, spilt, shrinkage, fell, falling, falls, "
        "slipped, knocked, crushed, melted, dead",
        "tirado, tiramos, tiré, tira, tirar, tiro, tiraron, tirá, roto, rota, rotos, rotas, rompió, rompieron, rompí, "
        "rompido, caducado, caducada, caducados, caducadas, caducaron, caducó, caducan, vencido, vencida, vencidos, "
        "vencidas, venció, vencieron, merma, mermas, desperdicio, basura, salida, salen, sale, saca, sacar, saco, "
        "sacá, "
        "quita, quitar, quítale, resta, restar, réstale, restale, restá, menos, baja, bajas, bajar, perdido, perdidos, "
        "perdimos, perdió, robado, robaron, robados, robó, estropeado, estropeada, estropeados, estropeadas, "
        "estropearon, estropeó, podrido, podridos, podrida, podridas, pudrió, pudrieron, dañado, dañada, dañados, "
        "dañadas, dañaron, dañó, malo, mala, malos, malas, mal, pasado, pasados, pasada, pasadas, echado, perder, "
        "quemado, quemaron, quemados, quemadas, quemó, caído, cayó, cayeron, cayeran, usado, gastado, gastamos, "
        "descuenta, descontar, descontá, reventado, reventó, reventaron, derramó, faltan, falta, devuelto, devolvimos, "
        "descarta, descartar, descarté, botar, botamos, boté, botado, bota, eché, echamos, elimina, tires, tirar, "
        "salieron, salió, echa, echar, echaron, chafado, chafaron, aplastado, aplastaron, agrio, agria, rancio, "
        "sácale, sácame, descuéntame, descuéntale, desecha, desechar, desechamos, quebró, quebraron, quebrado, "
        "quebrados, cad, echó, perdí, consumo, comió, comieron, tiraste, retira, retirar, réstame, descuéntalos, "
        "mojado, mojados, no valen, no vale, estropear, "
        "restame, merma",
    ),
    "set": _said(
        "count, counted, counts, counting, inventory, exactly, now, have, has, there are, there is, there's, left, "
        "set, "
        "only, is, are, should, make, correct, actual, actually, fix, total, stock, recount, recounted, just, "
        "stocktake, update, at, to, be, remaining, got, see, change",
        "cuenta, contado, contados, contadas, conté, contamos, contar, recuento, conteo, inventario, exactamente, "
        "ahora, "
        "tenemos, tengo, tiene, hay, quedan, queda, pon, poner, deja, dejar, ajusta, ajustar, ajustá, corrige, "
        "corregir, corregí, solo, sólo, son, total, existencias, stock, actualiza, actualizar, actualizá, realidad, "
        "real, cambia, quedaron, poné, ponle, ponlo, pone, hay que, deben, debe, están, está, ser, contamos, "
        "contando, corregir, corrígeme, cuadrar, sea, sean, queden, dejame, dejalo",
    ),
}

FULFILMENT: Enumeration = {
    "pickup": _said(
        "pickup, pick, picking, picks, collect, collecting, collection, collects, collected, takeaway, take away, "
        "takeout, take out, taking away, taking it, para llevar, heading out, fetch, fetching, fetches, cairry oot, "
        "on the way out, pick-up away, to go, "
        "carry out, carryout, take it with, with them, with me, "
        "with him, with her, click and collect, togo, taking it",
        "recoger, recogen, recoge, recogerlo, recogerá, recogida, recogerán, llevar, lleva, llevan, llevárselo, "
        "llevarla, retirar, retira, retiran, retiro, buscar, buscarlo, busca, pasa, pasan, pasar, pasará, pick up, "
        "pickup, llevo, llevarlo, to go, recogemos, recojo, recójanlo, recogerla, retiran, retirarlo, vienen por, "
        "viene por, pasan por, pasa por, venir, vendrá, vendrán, viene a, vienen a, mostrador",
    ),
    "delivery": _said(
        "deliver, delivery, delivered, delivering, delivers, bring, send, sent, drop, courier, driver, rider, home, "
        "address, house, ship, dispatch, goes to, going to, take it to, uber, bike, driver's, courier's, rider's, "
        "round to, over to, bringing, delivers",
        "domicilio, entrega, entregar, entregarlo, entregue, entréga, entregan, reparto, repartir, repartidor, envía, "
        "enviar, envío, enviarlo, envíalo, envíamelo, manda, mandar, mándalo, mándaselo, mandarlo, casa, dirección, "
        "lleva, llevar, llevarlo, llévalo, llévaselo, llévaselos, delivery, moto, mandan, llevan, calle, llevárselo, "
        "llevarle, llévenlo, mándenlo, mándeselo, enviárselo, envíeselo, a su casa, entregárselo, entreguen, "
        "entréguenlo, motorizado, mensajero, repartidores, despacho, despachar, llevas, llevárselo, lleven, "
        "acercárselo, acercar",
    ),
    "table": _said(
        "table, tables, eat in, eating in, eat here, eating here, for here, dine in, dining in, sit, sitting, sit in, "
        "seated, stay, staying, here, drinking in, have it in, booth, terrace, patio, inside",
        "mesa, mesas, aquí, comer aquí, para aquí, acá, tomar aquí, sala, terraza, local, salón, barra, sentado, "
        "sentados, sentada, sentadas, sientan",
    ),
}

DIETARY: Enumeration = {
    "vegan": _said("vegan, vegans, plant based, plant", "vegano, vegana, veganos, veganas, vegan, origen animal"),
    "vegetarian": _said(
        "vegetarian, vegetarians, veggie, veggies, meat free, no meat, without meat, meatless, meat",
        "vegetariano, vegetariana, vegetarianos, vegetarianas, sin carne, carne",
    ),
    "gluten free": _said(
        "gluten, coeliac, celiac, coeliacs, celiacs, wheat, gf",
        "gluten, celíaco, celíaca, celíacos, celiaco, celiaca, celiacos, celíacas, celiacas, trigo, tacc",
    ),
    "halal": _said("halal, muslim, muslims", "halal, musulmán, musulmana, musulmanes, musulmanas"),
    "kosher": _said("kosher, jewish", "kosher, judío, judía, judíos"),
    "lactose free": _said(
        "lactose, dairy, milk, intolerant",
        "lactosa, lácteos, lácteo, leche, intolerante, intolerantes, deslactosado, deslactosada",
    ),
    "nut free": _said(
        "nut, nuts, peanut, peanuts, almonds",
        "frutos secos, nueces, nuez, cacahuetes, cacahuete, cacahuates, maní, almendras",
    ),
}

MOOD: Enumeration = {
    "happy": _said(
        "happy, cheerful, good mood, cheer, cheery, fun, smile, glad, bright",
        "feliz, contento, contenta, "
        "contentos, alegre, alegría, alegres, buen humor, animar, divertido, alegrar, alegre, felices",
    ),
    "cosy": _said(
        "cosy, cozy, warm, warming, warms, comfort, comforting, rainy, cold, winter, snug, wet, raining, "
        "freezing, chilly",
        "acogedor, acogedora, calentito, calentita, calientito, calentar, reconfortante, "
        "lluvia, llueve, lloviendo, frío, invierno, abrigar, abrigo, calorcito, reconforte, lluvioso, caliente",
    ),
    "adventurous": _said(
        "adventurous, adventure, new, different, exotic, unusual, surprise, never tried, wild, crazy, "
        "daring, brave, weird, something else, bold, spicy",
        "aventurero, aventurera, aventureros, "
        "aventura, nuevo, nueva, diferente, distinto, distinta, exótico, exótica, raro, rara, "
        "sorprende, sorpréndeme, sorprender, original, atrevido, atrevida, probar algo, atrevo, picante",
    ),
    "stressed": _said(
        "stressed, stress, stressful, nervous, anxious, calm, calming, relax, relaxing, hectic, long day, "
        "rough day, rough, tense, hard day, bad day, worked up, overwhelmed, unwind, wound up",
        "estresado, estresada, estresados, estrés, nervioso, nerviosa, nerviosos, ansioso, ansiosa, calma, "
        "calmar, relajar, relajarme, relajarse, relajante, tranquilo, tranquila, mal día, agobiado, "
        "agobiada, día duro, día largo, tenso, tensa, desestresar, nervios, calme",
    ),
    "celebratory": _said(
        "celebrate, celebrating, celebration, celebratory, birthday, party, anniversary, promotion, "
        "festive, wedding, graduation, toast, passed, exam, won, occasion, engaged, special",
        "celebrar, celebramos, celebración, celebra, celebran, celebrando, cumpleaños, fiesta, "
        "aniversario, festejar, festeja, festejo, festejando, boda, graduación, brindar, brindis, "
        "ascenso, cumple, ganado, ganó, ganamos, especial, aprobado, graduó",
    ),
    "tired": _said(
        "tired, exhausted, sleepy, wake, awake, energy, knackered, pick me up, shattered, night shift, beat, "
        "boost, worn out, drained, slept, sleep, perk",
        "cansado, cansada, cansados, cansadas, agotado, "
        "agotada, agotados, sueño, despertar, despierte, despertarme, energía, dormido, dormida, reventado, "
        "fuerzas, espabilar, espabile, turno de noche, dormí, molido, molida, pilas, muerto, muerta",
    ),
}

METRIC: Enumeration = {
    "revenue": _said(
        "sales, sell, sold, revenue, takings, took, take, taken, make, made, making, turnover, money, income, earn, "
        "earned, euros, dollars, pounds, bucks, quid, do, did, done, doing, taking, brought in, bring in, gross, "
        "much, total, turning over, turned over, turn over, rung, till, cash, figures, business",
        "ventas, vendido, vendimos, venta, ingresos, ingreso, ingresado, facturado, facturación, facturamos, factura, "
        "recaudado, recaudación, recaudamos, caja, dinero, hecho, hicimos, euros, plata, lana, ganado, ganamos, pesos, "
        "llevamos, entrado, cuánto, vendió, sacado, sacamos, cobrado, vende, vendemos, ido",
    ),
    "units": _said(
        "units, pieces, how many, number of, sold, sell, seller, sellers, selling, sells, items, best, top, popular, "
        "most, worst, least, moved, moving, many",
        "unidades, piezas, cuántos, cuántas, número de, vendido, vendidos, vendidas, vendimos, vendemos, vende, "
        "venden, "
        "más, menos, vendió, vendieron, top, populares, mejor, peor, salida",
    ),
    "orders": _said(
        "orders, tickets, transactions, customers, checks, sales, receipts, bills, people, covers, many",
        "pedidos, tickets, órdenes, transacciones, clientes, comandas, ventas, operaciones, gente, mesas, cuentas",
    ),
    "average_ticket": _said(
        "average, mean, per order, per customer, per ticket, per head, basket, a head, each customer, typical, spend, "
        "spending, spends",
        "medio, media, promedio, por pedido, por cliente, por cabeza, por persona, por ticket, por mesa, gasta, gastan",
    ),
    "margin": _said(
        "margin, margins, profit, profits, markup, make on, profitable, earn on",
        "margen, márgenes, beneficio, beneficios, ganancia, ganancias, rentable, rentabilidad, utilidad",
    ),
    "stock_value": _said(
        "stock, inventory, worth, value, shelves, holding",
        "stock, existencias, inventario, vale, valor, almacén, mercancía, género, mercadería",
    ),
    "waste": _said(
        "waste, wasted, threw, thrown, throw, binned, loss, losses, lost, spoiled, spoilage, written off, "
        "wastage, shrinkage, bin, chucked, tossed",
        "merma, mermas, desperdicio, desperdicios, tirado, tiramos, pérdidas, perdido, perdimos, caducado, "
        "basura, desperdiciado, botamos, tiró, botado, mermado, desperdiciamos",
    ),
}

PERIOD: Enumeration = {
    "today": _said(
        "today, today's, todays, so far, this morning, this afternoon, tonight, day, this evening",
        "hoy, esta mañana, esta tarde, esta noche, día, de momento, hasta ahora",
    ),
    "yesterday": _said("yesterday, yesterday's, yesterdays, last night", "ayer, anoche"),
    "this_week": _said("this week, this week's, week, weekly, since monday", "esta semana, semana, desde el lunes"),
    "last_week": _said(
        "last week, last week's, week before, previous week, past week, week",
        "semana pasada, última semana, semana anterior, pasada semana, semana",
    ),
    "this_month": _said("this month, this month's, month, monthly", "este mes, mes"),
    "last_month": _said(
        "last month, last month's, previous month, month before, past month, month",
        "mes pasado, último mes, mes anterior, pasado mes, mes",
    ),
}

GROUP_BY: Enumeration = {
    "product": _said(
        "product, products, item, items, seller, sellers, selling, best, top, popular, dish, dishes, "
        "sells, what, most, worst, least, thing, things, which",
        "producto, productos, artículo, artículos, vendido, vendidos, vendidas, vende, venden, platos, "
        "plato, qué, más, menos, top, mejor, mejores, peor, peores, cuál, cuáles, cosas",
    ),
    "category": _said(
        "category, categories, section, sections, department, kind, type, group, family",
        "categoría, categorías, sección, secciones, familia, familias, tipo, tipos, departamento, rubro, rubros, grupo",
    ),
    "hour": _said(
        "hour, hours, hourly, busiest, time, times, peak, when, rush",
        "hora, horas, franja, franjas, pico, cuándo, horario",
    ),
    "day": _said(
        "day, days, daily, busiest, which day, weekday, when, each day",
        "día, días, diario, diaria, diarias, cuándo, diarios",
    ),
    "user": _said(
        "user, users, cashier, cashiers, waiter, waiters, waitress, staff, employee, employees, person, who, "
        "server, servers, seller, barista, team, worker, each of us, who's, who has, girl, lad, on shift",
        "usuario, usuarios, cajero, cajera, cajeros, cajeras, camarero, camarera, camareros, empleado, "
        "empleada, empleados, persona, quién, vendedor, vendedora, vendedores, mesero, mesera, meseros, "
        "trabajador, mozo, mozos, dependiente",
    ),
}
