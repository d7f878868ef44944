package dev.berth.agent.state;

/** A moment at which tests let a write die. */
@FunctionalInterface
interface KillPoint {
    KillPoint NONE = _ -> {};

    void reach(String moment);
}
