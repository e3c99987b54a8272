"""Slow scoring, written from docs/scoring.md: dicts, sets and loops, no arrays.

Imports from the engine only what is input (profiles, spaces, weights) and its list of
stop words, never its calculations.
"""

import re
import unicodedata
from math import log, sqrt

from matching.engine.stopwords import STOP_WORDS
from matching.engine.types import ProfileInput

SCHEME_SHARE = {"economic": 0.5, "scientific": 0.25, "policy": 0.25}
STAGES = {"research", "development", "pilot", "production", "market"}
SOURCE = {"confirmed": 1.0, "read": 0.95, "recalled": 0.9, "derived": 0.85}
ADDED = ["receive", "give", "focus", "words", "chain"]
ADDED += ["strength", "track_record", "reach"]
LETTERS = {
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
    "ı": "i",
}


class Oracle:
    def __init__(self, profiles, topics, regions, weights):
        self.profiles = list(profiles)
        self.topics = topics
        self.regions = regions
        self.weights = weights

    # Topics

    def above(self, code):
        """The codes above, nearest first."""
        parent = self.topics.parents.get(code)
        return [] if parent is None else [parent, *self.above(parent)]

    def topic_idf(self, topic):
        n = 0
        for code in self.topics.schemes:
            if code == topic or topic in self.above(code):
                n += self.topics.uses.get(code, 0)
        total = self.topics.profile_count
        return log(1 + (total + 1) / (min(n, total) + 1))

    def credit(self, stated, code):
        options = [0.0]
        if stated == code:
            options.append(1.0)
        if code in self.above(stated):
            options.append(0.5 ** (1 + self.above(stated).index(code)))
        if (stated, code) in self.topics.related:
            options.append(0.5 * self.topics.related[stated, code])
        return max(options)

    def focus(self, i, j):
        total = weight = 0.0
        for scheme, share in SCHEME_SHARE.items():
            left, right = self.focus_in(i, scheme), self.focus_in(j, scheme)
            if left and right:
                total += share * sum(left[c] * right[c] for c in left if c in right)
                weight += share
        return total / weight if weight else None

    def focus_in(self, profile, scheme):
        stated = [t for t in profile.topics if self.topics.schemes[t] == scheme]
        vector = {}
        for code in self.topics.schemes:
            best = max((self.credit(t, code) for t in stated), default=0.0)
            if best > 0:
                vector[code] = best * self.topic_idf(code)
        return unit(vector)

    # Words

    def words(self, i, j):
        left, right = self.word_vector(i), self.word_vector(j)
        if not left or not right:
            return None
        return sum(left[w] * right[w] for w in left if w in right)

    def word_vector(self, profile):
        counts = word_counts(profile)
        vector = {}
        for word, count in counts.items():
            n = sum(word in word_counts(other) for other in self.profiles)
            idf = log(1 + (len(self.profiles) + 1) / (n + 1))
            vector[word] = (1 + log(count)) * idf
        return unit(vector)

    # Exchange

    def cover(self, giver, taker):
        needed = {}
        for need in taker.needs:
            for topic in need.topics:
                for kind in ("any", need.kind):
                    value = 1.0 if need.stated else 0.5
                    needed[topic, kind] = max(value, needed.get((topic, kind), 0))
        if not needed or not any(offer.topics for offer in giver.offers):
            return None
        met = whole = 0.0
        for (topic, kind), value in needed.items():
            whole += self.topic_idf(topic)
            met += self.topic_idf(topic) * value * self.offered(giver, topic, kind)
        return met / whole

    def offered(self, profile, topic, kind):
        best = 0.0
        for offer in profile.offers:
            if kind in ("any", offer.kind):
                for own in offer.topics:
                    value = 1.0 if offer.stated else 0.5
                    best = max(best, value * self.credit(own, topic))
        return best

    def exchange(self, i, j):
        a, b = self.cover(i, j), self.cover(j, i)
        mixed = 0.0 if a is None or b is None else sqrt(a * b)
        receive = None if b is None else (b + mixed) / 2
        give = None if a is None else (a + mixed) / 2
        return receive, give

    # Chain

    def chain(self, i, j):
        left, right = set(i.stages), set(j.stages)
        if not left or not right:
            return None
        a = len((STAGES - left) & right) / (len(STAGES - left) or 1)
        b = len((STAGES - right) & left) / (len(STAGES - right) or 1)
        return ((sqrt(a) + sqrt(b)) / 2) ** 2

    # Regions

    def inside(self, region):
        """The smaller units within a region."""
        return [c for c, up in self.regions.ancestors.items() if region in up]

    def nested(self, r, s):
        return r == s or r in self.inside(s) or s in self.inside(r)

    def figure(self, region, topic):
        if region == "":
            return None
        known = self.regions.strengths
        for code in [region, *self.regions.ancestors.get(region, ())]:
            if (code, topic) in known:
                return known[code, topic]
        values = [known[c, topic] for c in self.inside(region) if (c, topic) in known]
        return sum(values) / len(values) if values else None

    def strength(self, i, j):
        total = weight = 0.0
        for topic in set(i.topics) & set(j.topics):
            if self.topics.schemes[topic] == "economic":
                for region in (i.region, j.region):
                    value = self.figure(region, topic)
                    if value is not None:
                        total += self.topic_idf(topic) * value
                        weight += self.topic_idf(topic)
        return total / weight if weight else None

    def share(self, region, project):
        """m(r, p), and the members that it rests on."""
        rests = {m for m in project.regions if self.nested(m, region)}
        if region in project.regions:
            return 1.0, rests
        return (0.5 if rests else 0.0), rests

    def joint(self, r, s, named_only=False):
        total = 0.0
        for project in self.regions.projects:
            left, left_rests = self.share(r, project)
            right, right_rests = self.share(s, project)
            if named_only:
                right, right_rests = float(s in project.regions), {s}
            if left_rests == right_rests and len(left_rests) == 1:
                continue
            total += self.age(project) * left * right
        return total

    def likeness(self, i, project):
        """How much a project has to do with a profile."""
        theme = ProfileInput(0, "", topics=project.topics, texts=project.texts)
        return ((self.focus(i, theme) or 0.0) + (self.words(i, theme) or 0.0)) / 2

    def experience(self, i, region):
        """What the projects of a region have to do with a profile."""
        return sum(
            self.age(project)
            * self.share(region, project)[0]
            * self.likeness(i, project)
            for project in self.regions.projects
        )

    def age(self, project):
        return 0.5 ** (max(self.regions.as_of_year - project.year, 0) / 8)

    def track_record(self, i, j):
        r, s = i.region, j.region
        known = [self.experience(a, b) for a, b in ((i, s), (j, r)) if b != ""]
        if not known:
            return None
        z = sum(known) / len(known)
        if "" not in (r, s):
            z += self.joint(r, s) + 0.25 * self.third(r, s)
        return z / (1 + z)

    def third(self, r, s):
        best = 0.0
        for q in {m for project in self.regions.projects for m in project.regions}:
            if not self.nested(q, r) and not self.nested(q, s):
                left = self.joint(r, q, named_only=True)
                right = self.joint(s, q, named_only=True)
                best = max(best, left / (1 + left) * right / (1 + right))
        return best

    def reach(self, i, j):
        r, s = i.region, j.region
        if "" in (r, s):
            return None
        categories = [self.regions.categories.get(code, "") for code in (r, s)]
        value = 0.5 if self.regions.countries[r] != self.regions.countries[s] else 0.0
        if all(categories) and categories[0] != categories[1]:
            value += 0.3
        for region in (r, s):
            taken = [self.share(region, p)[0] > 0 for p in self.regions.projects]
            if sum(taken) < 3:
                return value + 0.2
        return value

    # The whole

    def components(self, i, j):
        receive, give = self.exchange(i, j)
        return {
            "focus": self.focus(i, j),
            "words": self.words(i, j),
            "receive": receive,
            "give": give,
            "chain": self.chain(i, j),
            "strength": self.strength(i, j),
            "track_record": self.track_record(i, j),
            "reach": self.reach(i, j),
        }

    def contributions(self, i, j):
        values = self.components(i, j)
        weight = {name: getattr(self.weights, name) for name in values}
        kappa = sum(weight[n] for n, value in values.items() if value is not None)
        rest = kappa + (1 - kappa) * 0.5
        fresh = sqrt(freshness(i) * freshness(j))
        return {
            name: 0.0 if value is None else 100 * weight[name] * value * fresh / rest
            for name, value in values.items()
        }

    def score(self, i, j):
        parts = self.contributions(i, j)
        return sum(parts[name] for name in ADDED)

    def kinds(self, i, j):
        """One kind, or two where rounding decides which side of the border it is."""
        return {self.kind(i, j, -1e-9), self.kind(i, j, 1e-9)}

    def kind(self, i, j, slack=0.0):
        c = self.components(i, j)
        likeness = [v for v in (c["focus"], c["words"]) if v is not None]
        a = sum(likeness) / len(likeness) if likeness else 0.0
        best = max(c[name] or 0.0 for name in ("receive", "give", "chain"))
        if best > 0 and 8 * best + slack >= a:
            return "complementary"
        tie = 0.0
        if "" not in (i.region, j.region) and not self.joint(i.region, j.region):
            tie = 0.25 * self.third(i.region, j.region)
            tie /= 1 + tie
        left, right = self.work_topics(i), self.work_topics(j)
        far = left and right and 3 * len(left & right) < len(left | right)
        related = (c["focus"] or 0.0) > 0 or tie > 0
        if (far and related) or tie >= 0.05:
            return "bridge"
        return "alike"

    def work_topics(self, profile):
        scheme = self.topics.schemes
        return {t for t in profile.topics if scheme[t] in ("economic", "scientific")}

    def eligible(self, i, j):
        if i.key == j.key:
            return False
        return "" in (i.region, j.region) or not self.nested(i.region, j.region)

    def ranking(self, i, count):
        """(key, score) of the best candidates."""
        found = []
        for j in self.profiles:
            if self.eligible(i, j):
                score = self.score(i, j)
                if round(score * 1e9) > 0:
                    found.append((-round(score * 1e9), j.key, score))
        return [(key, score) for _, key, score in sorted(found)[:count]]


def unit(vector):
    length = sqrt(sum(value**2 for value in vector.values()))
    return {name: value / length for name, value in vector.items()}


def freshness(profile):
    months = profile.months_unconfirmed
    if months is None or months <= 12:
        return SOURCE[profile.confidence]
    return SOURCE[profile.confidence] * max(0.9, 1 - 0.1 * (months - 12) / 12)


def word_counts(profile):
    counts = {}
    for text in profile.texts.values():
        plain = unicodedata.normalize("NFKD", text.casefold())
        plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
        plain = "".join(LETTERS.get(c, c) for c in plain)
        for word in re.split(r"[\W_]+", plain):
            if len(word) >= 2 and word not in STOP_WORDS:
                counts[word] = counts.get(word, 0) + 1
    return counts
