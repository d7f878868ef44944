package dev.berth.domain.family;

import dev.berth.domain.Aggregate;

/** What a family tells the sender of a command beyond its events. */
public sealed interface FamilyAnswer extends Aggregate.Answer {

    record Given(int revision) implements FamilyAnswer {}
}
