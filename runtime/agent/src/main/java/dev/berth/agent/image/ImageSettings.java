package dev.berth.agent.image;

import java.time.Duration;

/**
 * The settings of images.
 *
 * @param cleanUp whether images that no task has used for a while are removed
 * @param interval between two cleanups
 * @param minimumAge the time since an image was last used
 * @param mostPerCycle the maximum number of images that one cleanup removes
 */
public record ImageSettings(
        PullBehavior pull,
        boolean cleanUp,
        Duration interval,
        Duration minimumAge,
        int mostPerCycle) {}
