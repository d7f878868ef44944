package dev.berth.agent.task.launch;

import java.util.concurrent.locks.ReentrantLock;

/**
 * The containers that hold the shared namespaces of tasks.
 *
 * @param image of a container whose program does nothing
 * @param making held while one of them is created and started
 */
public record PauseContainers(String image, ReentrantLock making) {
    PauseContainers(String image) {
        this(image, new ReentrantLock());
    }
}
