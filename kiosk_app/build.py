"""The one composition root: settings, a store and a front become an assistant."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeVar

from kiosk_app import process, shop
from kiosk_app.cli.bench_voice import Listener, Output
from kiosk_app.core.assistant import Assistant
from kiosk_app.core.document_ports import Embedder
from kiosk_app.core.documents.keeper import DocumentKeeper
from kiosk_app.core.documents.relevance import SURE
from kiosk_app.core.documents.shelf import Shelf
from kiosk_app.core.errors import MissingPart, SettingsError
from kiosk_app.core.intents import INTENTS, IntentSpec
from kiosk_app.core.models.files import ROLES, Role
from kiosk_app.core.parts import Parts
from kiosk_app.core.ports import Aliases, Catalogue, Front
from kiosk_app.core.records.diary import Diary
from kiosk_app.core.saying.frequent import frequent, is_frequent
from kiosk_app.core.saying.phrases import explain
from kiosk_app.core.situation import Limits
from kiosk_app.core.sound_ports import Microphone, Recogniser, Synthesiser, Vocabulary, Voice
from kiosk_app.core.types import SAMPLE_RATE, Audio, Language
from kiosk_app.core.understanding.moods import MOODS
from kiosk_app.engines.aliases import SqliteAliases
from kiosk_app.engines.audio import (
    Devices,
    Earcons,
    SavingPlayer,
    SoundDeviceMicrophone,
    SoundDevicePlayer,
    as_speech,
    write_joined,
)
from kiosk_app.engines.audio import read_speech as read_speech
from kiosk_app.engines.catalogue import ProductCatalogue as ProductCatalogue
from kiosk_app.engines.catalogue_copy import CatalogueFile
from kiosk_app.engines.documents import documents_in as documents_in
from kiosk_app.engines.documents import read_document as read_document
from kiosk_app.engines.documents.reader import LocalReader
from kiosk_app.engines.embedding import WordLlamaEmbedder, load_embedder
from kiosk_app.engines.espeak import Espeak, phonemes
from kiosk_app.engines.http.addresses import is_private
from kiosk_app.engines.journal import SqliteJournal
from kiosk_app.engines.knowledge import LocalKnowledge
from kiosk_app.engines.llama import LlamaIntentModel
from kiosk_app.engines.memories import SqliteMemories
from kiosk_app.engines.models import ModelLibrary
from kiosk_app.engines.models.checking import check as check_model
from kiosk_app.engines.recordings import SealedRecordings
from kiosk_app.engines.sources import SqliteSources
from kiosk_app.engines.sphinx import SphinxRecogniser
from kiosk_app.engines.spoken import SpokenVoice
from kiosk_app.engines.vad import WebRtcActivity
from kiosk_app.process import StoreAccess
from kiosk_app.settings import Settings, model_folders, place
from kiosk_app.settings_file import save_setting

Part = TypeVar("Part")

BUILT_IN: Mapping[str, Role] = {"sphinx": "recogniser", "espeak": "voice", WordLlamaEmbedder.name: "embedding"}
"""Engines that need no model files of the till's, by the names that they have in the settings."""


def build(
    settings: Settings,
    models: Path | None,
    access: StoreAccess,
    sounds: Path | None,
    front: Front,
    settings_file: Path | None = None,
    given_up: tuple[str, str] | None = None,
) -> Assistant:
    """An assistant for one store. `sounds`: write what the voice says there, and use no devices.

    `settings_file`: where it is kept what managers choose on the window; None for nowhere. `given_up`: models that
    ended the assistant before this one, and those that are used again instead.

    Raises `MissingPart` where nothing works without the part.
    """
    language = settings.till.language
    problems: list[str] = []
    if given_up:
        problems.append(explain(MissingPart("model_given_up", name=given_up[0], former=given_up[1]), language))

    def or_none(make: Callable[[], Part]) -> Part | None:
        try:
            return make()
        except MissingPart as error:
            problems.append(explain(error, language))
            return None

    devices = Devices()
    speaker = or_none(lambda: loudspeaker(settings, devices)) if sounds is None else None
    catalogue = ProductCatalogue(language)
    host = access.url.rstrip("/")
    sign_in = partial(shop.sign_in, settings, host)
    minutes = settings.till.lock_after_minutes
    parts = Parts(
        language=language,
        till=settings.till.name,
        connect=partial(sign_in, access.username, access.password) if access.password else None,
        host=host,
        recogniser=or_none(lambda: load_recogniser(settings, models)),
        microphone=None,
        voice_activity=WebRtcActivity,
        intents=load_intents(settings, models),
        catalogue=catalogue,
        copy=CatalogueFile(access.records / "catalogue.json", f"{host} {language} {settings.store.api}"),
        aliases=load_aliases(access.records, host),
        documents=or_none(lambda: keep_documents(settings, models, access.records, catalogue)),
        journal=open_journal(access.records),
        voice=or_none(lambda: load_voice(settings, models)),
        player=SavingPlayer(sounds) if sounds else speaker,
        save_setting=partial(save_setting, settings_file) if settings_file else lambda *_: None,
        recordings=load_recordings() if sounds is None else None,
        records=settings.recordings.on,
        recording_days=settings.recordings.days,
        earcons=Earcons(speaker) if speaker and settings.audio.earcons else None,
        open_hands=settings.audio.open_hands,
        frequent=frequent(language) if sounds is None else (),
        limits=Limits(
            Decimal(settings.ask.price_factor), Decimal(settings.ask.quantity), Decimal(settings.ask.percent)
        ),
        moods={mood: settings.moods.get(mood, words[language]) for mood, words in MOODS.items()},
        known=known_intents(settings),
        thresholds=settings.ask.thresholds,
        diary=or_none(lambda: open_diary(settings, access.records, host)) if sounds is None else None,
        person=access.username,
        people=shop.colleagues(access.people, host, sign_in),
        lock_after_s=60.0 * minutes if minutes > 0 and sounds is None else None,
        plain_http=not is_private(host),
    )
    microphone: Microphone | None = None
    if sounds is None:  # last: its thread would keep a process alive that fails to build the rest
        microphone = or_none(lambda: SoundDeviceMicrophone(devices, settings.audio.microphone))
    return Assistant(replace(parts, microphone=microphone, problems=tuple(problems)), front)


def open_journal(folder: Path | None = None) -> SqliteJournal:
    """The record of the till's writes in this folder, or in the till's own. Raises `MissingPart`."""
    return SqliteJournal((folder or place("data")) / "journal.sqlite3")


def load_intents(settings: Settings, models: Path | None, file: Path | None = None) -> LlamaIntentModel:
    """The intent model in `file`, or the one that is set. Raises `MissingPart`."""
    if file is not None:
        return LlamaIntentModel(file, known_intents(settings))
    folder = _find("intent", settings.models.intent, settings, models)
    if folder is None:
        raise MissingPart("intent_model_missing", name=settings.models.intent)
    return LlamaIntentModel(next(iter(sorted(folder.glob("*.gguf"))), folder / "model.gguf"), known_intents(settings))


def known_intents(settings: Settings) -> dict[str, IntentSpec]:
    """The table of intents, less those that are switched off. Raises `SettingsError` for a name it does not have."""
    for name in settings.intents.off:
        if name not in INTENTS or name == "out_of_scope":
            raise SettingsError("intent_unknown", name=name)
    return {name: spec for name, spec in INTENTS.items() if name not in settings.intents.off}


def load_aliases(records: Path, host: str) -> Aliases:
    """What was picked for which words at the store there. Raises `MissingPart`."""
    return SqliteAliases(records / "aliases.sqlite3", host)


def load_embedding(settings: Settings, models: Path | None, name: str = "") -> Embedder:
    """The embedder of this name, or the one that is set. Raises `MissingPart`."""
    name = name or settings.models.embedding
    if name == WordLlamaEmbedder.name:
        return WordLlamaEmbedder()
    folder = _find("embedding", name, settings, models)
    if not folder:
        raise MissingPart("embedding_missing", name=name)
    check_model("embedding", folder)
    return load_embedder(folder)


def open_shelf(settings: Settings, models: Path | None, records: Path | None = None) -> Shelf:
    """The documents kept with these records, or with the till's own, and where they come from. Raises `MissingPart`."""
    folder = (records or place("data")) / "knowledge"
    load = partial(load_embedding, settings, models)
    sure: Mapping[Language, float] = {"en": settings.knowledge.sure, "es": settings.knowledge.sure}
    knowledge = LocalKnowledge(folder, load, load, sure if settings.knowledge.sure else SURE, settings.knowledge.server)
    return Shelf(knowledge, SqliteSources(folder / "sources.sqlite3"))


def open_diary(settings: Settings, records: Path, host: str) -> Diary | None:
    """What people said and left open at the store there; None where nothing is to be kept. Raises `MissingPart`."""
    file, days = records / "memories.sqlite3", settings.memory.keep_days
    if days == 0:
        file.unlink(missing_ok=True)
        return None
    return Diary(SqliteMemories(file, host, days), settings.till.language)


def document_reader(settings: Settings, *, watches: bool = False) -> LocalReader:
    """What reads the documents that the settings tell of."""
    folder = settings.knowledge.folder
    hosts = settings.knowledge.hosts
    return LocalReader(Path(folder).expanduser() if folder else None, hosts, watches=watches)


def keep_documents(settings: Settings, models: Path | None, records: Path, catalogue: Catalogue) -> DocumentKeeper:
    """What keeps the documents in step with where they come from. Raises `MissingPart`."""
    reader = document_reader(settings, watches=True)
    return DocumentKeeper(open_shelf(settings, models, records), reader, catalogue, settings.till.language)


def load_recordings() -> SealedRecordings:
    """What was said at this till, where that is kept."""
    from kiosk_app.engines.keyring import SystemKeyring  # looks at every backend

    return SealedRecordings(place("data") / "recordings", SystemKeyring())


def load_recogniser(settings: Settings, models: Path | None) -> Recogniser:
    """The recogniser that is set; for `auto`, Whisper where it is installed. Raises `MissingPart`."""
    name, language = settings.models.recogniser, settings.till.language
    folder = None
    if name == "auto":
        folder = next(iter(_installed("recogniser", settings, models)), None)
    elif name != "sphinx" and not (folder := _find("recogniser", name, settings, models)):
        raise MissingPart("recogniser_missing", name=name)
    if folder:
        check_model("recogniser", folder)
        from kiosk_app.engines.whisper import WhisperRecogniser  # takes half a second: only where it is used

        return WhisperRecogniser(folder, language, window_s=settings.models.whisper_window_s)
    if language != "en":
        raise MissingPart("no_recogniser")
    return SphinxRecogniser(lambda word: [phonemes(word)])


def load_voice(settings: Settings, models: Path | None, cache: Path | None = None) -> Voice:
    """The voice that is set, which keeps what it says often in `cache`, or else in the till's own. See below."""
    is_said_often = partial(is_frequent, language=settings.till.language)
    return SpokenVoice(_load_synthesiser(settings, models), cache or place("cache") / "voice", is_said_often)


def _load_synthesiser(settings: Settings, models: Path | None) -> Synthesiser:
    """The one that is set; for `auto`, a Piper voice of the till's language where one is installed.

    Raises `MissingPart`.
    """
    name, language = settings.models.voice, settings.till.language
    folder = None
    if name == "auto":
        voices = _installed("voice", settings, models)
        folder = next((voice for voice in voices if voice.name.startswith(language)), None)
    elif name != "espeak" and not (folder := _find("voice", name, settings, models)):
        raise MissingPart("voice_missing", voice=name)
    if folder:
        check_model("voice", folder)
        from kiosk_app.engines.piper import PiperVoice  # takes a third of a second: only where it is used

        return PiperVoice(folder)
    return Espeak(language)


def model_library(settings: Settings, models: Path | None) -> ModelLibrary:
    """The model files of this till."""
    return ModelLibrary(model_folders(settings, models), place("data") / "models", settings.models.mirror)


def chosen_models(settings: Settings) -> dict[Role, str]:
    """The model that is set for each role."""
    return {role: getattr(settings.models, role) for role in ROLES}


def vocabulary(settings: Settings, access: StoreAccess) -> Vocabulary:
    """The words of a store's catalogue."""
    catalogue = ProductCatalogue(settings.till.language)
    with shop.signed_in(settings, access) as store:
        catalogue.load(store.products())
    return catalogue.vocabulary({})


def player(settings: Settings, file: Path | None) -> Callable[[Iterable[Audio]], str]:
    """What sounds an utterance: the loudspeaker, or a writer of that file."""
    if file is None:
        return loudspeaker(settings, Devices()).play
    return lambda sounds: str(file) if write_joined(file, sounds) else ""


def loudspeaker(settings: Settings, devices: Devices) -> SoundDevicePlayer:
    """The one that is set. Raises `MissingPart`."""
    volume = 0.0 if settings.audio.muted else settings.audio.volume / 100
    return SoundDevicePlayer(devices, settings.audio.speaker, volume)


def measured_output(settings: Settings) -> Output:
    """The loudspeaker, or nothing where there is none, and how long it takes until it is heard."""
    try:
        device = loudspeaker(settings, Devices())
    except MissingPart:
        return Output("file", list, lambda: None)
    return Output("loudspeaker", device.play, lambda: device.began_at)


def listener(settings: Settings, models: Path | None, product: str) -> Listener | None:
    """What hears a sound as the till would, in a shop that has this one product; None where nothing listens."""
    try:
        recogniser = load_recogniser(settings, models)
    except MissingPart:
        return None
    recogniser.prepare(Vocabulary((product,), (), ()))()
    pause = bytes(SAMPLE_RATE // 3 * 2)

    def hear(audio: Audio) -> str:
        hearing = recogniser.begin()
        hearing.feed(pause + as_speech(audio).pcm + pause)
        return hearing.finish().text

    return Listener(recogniser.name, hear)


def serve_window(
    settings: Settings,
    models: Path | None,
    access: StoreAccess,
    pipe: Connection,
    settings_file: Path | None = None,
    given_up: tuple[str, str] | None = None,
) -> None:
    """The assistant's process behind the window."""
    made = partial(build, settings, models, access, None, settings_file=settings_file, given_up=given_up)
    process.serve(pipe, made)


def _find(role: str, name: str, settings: Settings, models: Path | None) -> Path | None:
    folders = (folder / role / name for folder in model_folders(settings, models))
    return next((folder for folder in folders if folder.is_dir()), None)


def _installed(role: str, settings: Settings, models: Path | None) -> list[Path]:
    folders = [folder / role for folder in model_folders(settings, models)]
    return [model for folder in folders if folder.is_dir() for model in sorted(folder.iterdir()) if model.is_dir()]
