"""What the sphinx recogniser hears: cepstra of sound as its model knows them, brought back to their shape in noise."""

import math

import numpy as np
import numpy.typing as npt

from kiosk_app.core.types import SAMPLE_RATE

_Floats = npt.NDArray[np.float64]

_FRAME, _STEP, _POINTS = 410, 160, 512
"""Samples of a frame (25.6 ms), from one to the next (10 ms), and of its Fourier transform."""
_PRE_EMPHASIS = 0.97
_BANDS, _LOWEST_HZ, _HIGHEST_HZ = 25, 130.0, 6800.0
_CEPSTRA, _LIFTER = 13, 22
"""All of these are those of the model, in its `feat.params`."""

_WINDOW = 0.54 - 0.46 * np.cos(2 * np.pi * np.arange(_FRAME) / (_FRAME - 1))

_USUAL_MEAN = np.array([40.0, 3.0, -1.0] + [0.0] * (_CEPSTRA - 3))
"""Where an utterance's cepstra lie before it has been heard; pocketsphinx's own default."""
_CLEAN_SPREAD = np.array([18.3, 19.2, 14.3, 18.9, 17.7, 15.1, 16.7, 15.2, 15.0, 15.0, 13.7, 13.0, 12.2])
"""Standard deviation of each cepstrum in clean speech; the mean over every third of the recorded orders."""
_PRIOR = 30
"""So many frames of an utterance's own count as much as those."""

_CLEAN_DB, _NOISY_DB = 45.0, 30.0
"""From the quiet to the loud frames: with the one or more speech is clean, with the other or less it is all noise."""


def _bank() -> _Floats:
    """Triangles of unit area on the mel scale, their corners on points of the transform: bands by points."""
    lowest, highest = (2595 * math.log10(1 + hertz / 700) for hertz in (_LOWEST_HZ, _HIGHEST_HZ))
    mels = np.linspace(lowest, highest, _BANDS + 2)
    step = SAMPLE_RATE / _POINTS
    corners = np.floor(700 * (10 ** (mels / 2595) - 1) / step + 0.5) * step
    left, middle, right = (corners[at : at + _BANDS, None] for at in range(3))
    points = np.arange(_POINTS // 2 + 1) * step
    rising, falling = (points - left) / (middle - left), (right - points) / (right - middle)
    bank: _Floats = np.maximum(np.minimum(rising, falling), 0) * 2 / (right - left)
    return bank


def _cosines() -> _Floats:
    """The discrete cosine transform (type II, orthonormal) of the bands, liftered: cepstra by bands."""
    order = np.arange(_CEPSTRA)[:, None]
    rows: _Floats = np.cos(order * np.pi / _BANDS * (np.arange(_BANDS) + 0.5)) * np.sqrt(2 / _BANDS)
    rows[0] = np.sqrt(1 / _BANDS)
    rows *= 1 + _LIFTER / 2 * np.sin(order * np.pi / _LIFTER)
    return rows


_BANK, _COSINES = _bank(), _cosines()


class Cepstra:
    """One utterance's cepstra, piece by piece: without their mean, and in noise with the spread of clean speech.

    Noise fills the valleys of a spectrum, which presses its cepstra together. Mean and variance are brought back and
    their course is smoothed: MVA, Chen and Bilmes, IEEE Transactions on Audio, Speech, and Language Processing 15(1),
    2007. How much, the distance between quiet and loud frames tells; clean speech stays as it is.
    """

    def __init__(self) -> None:
        self._samples = np.zeros(0)
        self._last = 0.0
        self._quietening = _Quietening()
        self._frames, self._sum = _PRIOR, _PRIOR * _USUAL_MEAN
        self._squares = _PRIOR * (_CLEAN_SPREAD**2 + _USUAL_MEAN**2)
        self._loudness: list[float] = []
        self._waiting = np.zeros((0, _CEPSTRA))
        """The last frame, which is smoothed with the one after it."""
        self._smooth: _Floats | None = None

    def push(self, samples: npt.NDArray[np.float64]) -> None:
        """Take the next samples, at 16 kHz and with the range of int16."""
        if not len(samples):
            return
        lifted = samples - _PRE_EMPHASIS * np.concatenate(([self._last], samples[:-1]))
        self._last = float(samples[-1])
        self._samples = np.concatenate((self._samples, lifted))
        count = max(0, (len(self._samples) - _FRAME) // _STEP + 1)
        if not count:
            return
        frames = np.lib.stride_tricks.sliding_window_view(self._samples, _FRAME)[::_STEP][:count]
        bands = np.abs(np.fft.rfft(frames * _WINDOW, _POINTS)) ** 2 @ _BANK.T
        self._samples = self._samples[count * _STEP :]
        self._loudness += (10 * np.log10(bands.sum(axis=1) + 1e-4)).tolist()
        cepstra = np.log(self._quietening.of(bands) + 1e-4) @ _COSINES.T
        self._sum = self._sum + cepstra.sum(axis=0)
        self._squares = self._squares + (cepstra**2).sum(axis=0)
        self._frames += count
        self._waiting = np.concatenate((self._waiting, cepstra))

    def take(self, *, is_last: bool = False) -> bytes:
        """The frames since the last call but for the newest, which the next will have, as float32, 13 each."""
        mean = self._sum / self._frames
        spread = np.sqrt(np.maximum(self._squares / self._frames - mean**2, 1.0))
        ahead = self._waiting if is_last else self._waiting[:-1]
        plain = self._waiting - mean
        scaled = plain * (_CLEAN_SPREAD / spread)
        noisy = self._noisiness()
        taken = np.empty_like(ahead)
        for at in range(len(ahead)):
            following = scaled[min(at + 1, len(scaled) - 1)]
            before = scaled[at] if self._smooth is None else self._smooth
            self._smooth = (before + scaled[at] + following) / 3
            taken[at] = plain[at] + noisy * (self._smooth - plain[at])
        self._waiting = self._waiting[len(ahead) :]
        return taken.astype("<f4").tobytes()

    def _noisiness(self) -> float:
        """0 for clean speech, 1 where noise covers it."""
        if not self._loudness:
            return 0.0
        quiet, loud = np.percentile(self._loudness, (10, 95))
        return float(np.clip((_CLEAN_DB - (loud - quiet)) / (_CLEAN_DB - _NOISY_DB), 0.0, 1.0))


class _Quietening:
    """Takes away steady noise, and what follows a loud sound, from the bands' energies: as pocketsphinx does it.

    The model was trained on such sound. Source of the figures: `fe_noise.c` of pocketsphinx, after Kim and Stern,
    "Power function-based power distribution normalization", Interspeech 2010.
    """

    def __init__(self) -> None:
        self._power: _Floats | None = None

    def of(self, bands: _Floats) -> _Floats:
        """The energies of the next frames, frames by bands."""
        return np.array([self._frame(frame) for frame in bands])

    def _frame(self, energy: _Floats) -> _Floats:
        if self._power is None:
            self._power, self._noise, self._floor = energy, energy / 20, energy / 20
            self._peak = np.zeros(_BANDS)
        self._power = 0.7 * self._power + 0.3 * energy
        self._noise = _lower_envelope(self._noise, self._power)
        signal = np.maximum(self._power - self._noise, 1.0)
        self._floor = _lower_envelope(self._floor, signal)
        peak = 0.85 * self._peak
        self._peak = np.maximum(peak, signal)
        masked = np.maximum(np.where(signal < 0.85 * peak, 0.2 * peak, signal), self._floor)
        gain = np.clip(masked / self._power, 1 / 20, 20.0)
        sums = np.concatenate(([0.0], np.cumsum(gain)))
        quiet: _Floats = energy * (sums[_UPTO] - sums[_FROM]) / (_UPTO - _FROM)
        return quiet


_FROM = np.maximum(np.arange(_BANDS) - 4, 0)
_UPTO = np.minimum(np.arange(_BANDS) + 5, _BANDS)
"""The neighbours over which a band's gain is smoothed."""


def _lower_envelope(envelope: _Floats, energy: _Floats) -> _Floats:
    """Follows the energy down at once and up slowly."""
    return np.where(energy >= envelope, 0.995 * envelope + 0.005 * energy, (envelope + energy) / 2)
