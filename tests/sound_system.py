"""A sound system of the tests' own: PulseAudio, whose one loudspeaker is heard by its one microphone."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

_DEVICE = "module-null-sink sink_name=counter"


def _look_again() -> None:
    """PortAudio lists the devices once; only a new start sees others."""
    try:
        import sounddevice
    except OSError:
        pytest.skip("PortAudio is not installed")
    sounddevice._terminate()
    sounddevice._initialize()


class SoundSystem:
    """PulseAudio in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._env = os.environ | {"HOME": str(folder), "XDG_RUNTIME_DIR": str(folder)}
        self.running = False

    @property
    def socket(self) -> Path:
        return self._folder / "socket"

    def start(self) -> None:
        """Returns once it answers."""
        modules = (_DEVICE, f"module-native-protocol-unix auth-anonymous=1 socket={self.socket}")
        load = [option for module in modules for option in ("--load", module)]
        # It ends by itself a minute after its last user, should the tests be killed.
        command = ["pulseaudio", "-n", "--daemonize=yes", "--exit-idle-time=60", "--log-target=null", *load]
        subprocess.run(command, env=self._env, check=True, timeout=20)
        self.running = True

    def unplug(self) -> None:
        """Take the device away, while everything else goes on."""
        self._control("unload-module", "module-null-sink")

    def plug_in(self) -> None:
        """Give it back."""
        self._control("load-module", *_DEVICE.split())

    def _control(self, *command: str) -> None:
        pactl = ["pactl", f"--server=unix:{self.socket}", *command]
        subprocess.run(pactl, env=self._env, check=True, timeout=20, stdout=subprocess.DEVNULL)

    def stop(self) -> None:
        if self.running:
            subprocess.run(["pulseaudio", "--kill"], env=self._env, check=True, timeout=20)
            self.running = False


@pytest.fixture(scope="module")
def sound_system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SoundSystem]:
    """The default device of PortAudio plays into its own microphone."""
    if shutil.which("pulseaudio") is None:
        pytest.skip("no pulseaudio (apt install pulseaudio libasound2-plugins)")
    folder = tmp_path_factory.mktemp("sound")
    folder.chmod(0o700)
    system = SoundSystem(folder)
    try:
        system.start()
    except (subprocess.SubprocessError, OSError) as error:
        pytest.skip(f"pulseaudio does not start here: {error}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ALSA_CONFIG_PATH", str(_alsa_config(folder, system.socket)))
        _look_again()
        import sounddevice

        try:
            if not sounddevice.query_devices():
                pytest.skip("ALSA has no plug-in for PulseAudio (apt install libasound2-plugins)")
            yield system
        finally:
            system.stop()
            patch.undo()
            _look_again()


@pytest.fixture
def no_sound_system(tmp_path: Path) -> Iterator[None]:
    """PortAudio has no device."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ALSA_CONFIG_PATH", str(_alsa_config(tmp_path, tmp_path / "nowhere")))
        _look_again()
        yield
    _look_again()


def _alsa_config(folder: Path, socket: Path) -> Path:
    config = folder / "asound.conf"
    config.write_text(f'pcm.default {{ type pulse server "unix:{socket}" }}\n')
    return config
