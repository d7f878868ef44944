package dev.berth.agent.image;

import java.time.Duration;

/**
 * What is done with images.
 *
 * @param cleanUp whether images that no task has used for a while are removed
 * @param interval between one cleaning up and the next
 * @param minimumAge since an image was last used
 * @param mostPerCycle how many are removed at a time
 */
public record ImageSettings(
        PullBehavior pull,
        boolean cleanUp,
        Duration interval,
        Duration minimumAge,
        int mostPerCycle) {}
