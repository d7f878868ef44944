package dev.berth.domain.interleaving;

import java.util.Set;

/**
 * A command that was sent and has not arrived. What its sender does with the answer reads nothing
 * but the answer, so the answer and what it leads to travel as one: a Reserve that is granted
 * becomes a Launch in flight, an Abandon that allows it becomes a Release in flight.
 */
sealed interface Message {

    /** By the launcher: asks the instance for room; {@code stopped} gives back theirs. */
    record Reserve(String task, String instance, Set<String> stopped) implements Message {}

    /** By the launcher: starts the task. */
    record Launch(String task, String instance) implements Message {}

    /** By the orchestrator: gives the task up, so that its reservation may be released. */
    record Abandon(String task, String instance) implements Message {}

    /** By either: gives back room. */
    record Release(Set<String> tasks, String instance) implements Message {}
}
