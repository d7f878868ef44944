package dev.berth.agent.state;

/** A place at which tests abort a write. */
@FunctionalInterface
interface KillPoint {
    KillPoint NONE = _ -> {};

    void reach(String moment);
}
