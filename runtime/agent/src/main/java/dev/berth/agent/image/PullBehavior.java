package dev.berth.agent.image;

import java.util.Locale;

/** When an image is pulled: the four values of ECS_IMAGE_PULL_BEHAVIOR. */
public enum PullBehavior {
    /** Pulled for every task; one that is there is used where the pull fails. */
    DEFAULT,
    /** Pulled for every task; a pull that fails fails the task. */
    ALWAYS,
    /** Pulled unless this agent has pulled it before and it is still there. */
    ONCE,
    /** Pulled where it is missing. */
    PREFER_CACHED;

    /** Of its name in ECS, such as {@code prefer-cached}. */
    public static PullBehavior of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
