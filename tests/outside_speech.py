"""Make speech that tells no till anything, for `bench speech --outside`: `python -m tests.outside_speech FOLDER`."""

import sys
from itertools import cycle
from pathlib import Path

from kiosk_app.core.types import SAMPLE_RATE, Audio
from kiosk_app.engines.audio import write_wav
from tests.speech import flite

VOICES = ("slt", "rms", "kal16")

SENTENCES = (
    "the parliament will discuss the new budget on thursday",
    "the weather will be fine in the north tomorrow",
    "my brother has moved to another city last year",
    "did you watch the match on television yesterday evening",
    "she plays the piano every sunday morning",
    "the train to the airport leaves from platform nine",
    "we should paint the kitchen walls in light green",
    "he forgot his umbrella at the dentist again",
    "the children are learning to swim this summer",
    "nobody knows who wrote that letter",
    "their new album sounds better than the old one",
    "the road is closed because of an accident",
    "i have to pick up my daughter from school",
    "the museum opens a new exhibition in march",
    "our neighbours are getting married next month",
    "scientists found water on a distant planet",
    "could you help me carry this heavy suitcase",
    "the computer has to be restarted once more",
    "her grandmother grew up on a farm in the hills",
    "the mayor promised to repair the old bridge",
    "i could not sleep because the dog was barking",
    "they missed the last bus and had to walk home",
    "what time does your flight land on friday",
    "my phone has been without a signal since noon",
    "he is reading a long novel about a sailor",
    "the teacher asked us to write about our holidays",
    "there is a new film at the cinema tonight",
    "she broke her leg on the first day of skiing",
    "the police are looking for a witness",
    "we planted three trees behind the house",
    "can you remember where i parked the car",
    "the river has risen by half a metre since monday",
    "his uncle repairs clocks in a small workshop",
    "the concert was cancelled because the singer is ill",
    "they are building a tunnel under the station",
    "i would rather stay at home this weekend",
    "the lawyer sent us a letter of ten pages",
    "the cat has been sleeping on my desk all day",
    "nobody told me that the meeting was moved",
    "the moon will be full on saturday night",
    "we lost the final by two goals to one",
    "her passport expires in the middle of june",
    "the lift in our building is out of order again",
    "he speaks four languages and plays the violin",
    "a strong wind blew the roof off the stable",
    "did the doctor say when you can go back to work",
    "the old photographs were hidden in the attic",
    "they want to sail around the world in a year",
    "the election was won by a very small margin",
    "please remind me to call my mother this evening",
    "this tie does not go with that shirt at all",
    "the battery of my watch ran out during the night",
    "we walked along the beach until it got dark",
    "somebody has left a bicycle in front of the gate",
    "the painter worked on this picture for seven years",
    "i wonder whether the exam will be difficult",
    "the snow on the mountains is melting early",
    "he turned left when he should have turned right",
    "twenty people applied for the same position",
    "the orchestra is looking for a second drummer",
)


def main(folder: Path) -> None:
    """One WAV file for each sentence, the voices taking turns."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, (sentence, voice) in enumerate(zip(SENTENCES, cycle(VOICES), strict=False), 1):
        write_wav(folder / f"{number:02}-{voice}.wav", Audio(flite(sentence, voice).pcm, SAMPLE_RATE))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
