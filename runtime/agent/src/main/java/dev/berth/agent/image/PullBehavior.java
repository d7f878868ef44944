package dev.berth.agent.image;

import java.util.Locale;

/** When an image is pulled: the four values of ECS_IMAGE_PULL_BEHAVIOR. */
public enum PullBehavior {
    /** Pulls for every task. If the pull fails, a local image is used. */
    DEFAULT,
    /** Pulls for every task. If the pull fails, the task fails. */
    ALWAYS,
    /** Pulls unless this agent has pulled the image before and the host still has it. */
    ONCE,
    /** Pulls if the host does not have the image. */
    PREFER_CACHED;

    /** Converts its name in ECS, such as {@code prefer-cached}. */
    public static PullBehavior of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
