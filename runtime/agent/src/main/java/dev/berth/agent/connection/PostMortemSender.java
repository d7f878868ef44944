package dev.berth.agent.connection;

import dev.berth.agent.task.postmortem.PostMortemSink;
import dev.berth.agent.task.run.TaskControl;
import dev.berth.agent.task.state.TaskPostMortem;
import dev.berth.protocol.agent.AgentMessage;
import dev.berth.protocol.agent.AgentMessages;
import dev.berth.protocol.agent.BerthExamineTask;
import dev.berth.protocol.agent.BerthPostMortem;
import dev.berth.protocol.agent.BerthPostMortemTaken;
import dev.berth.protocol.agent.BerthPostMortemsWanted;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends post-mortems to the server over the work socket: only if the server has announced that it
 * accepts them, only as many at a time as it allows, and again until it has acknowledged them.
 */
public final class PostMortemSender implements PostMortemSink {
    private static final Logger log = LoggerFactory.getLogger(PostMortemSender.class);
    private static final Duration REDELIVERY = Duration.ofSeconds(10);
    private static final int MOST_EXAMINATIONS = 16;

    private final long redeliveryNanos;
    private final Map<String, Sending> sending = new LinkedHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Semaphore examinations = new Semaphore(MOST_EXAMINATIONS);
    private OpenSocket socket;
    private int window;

    /** A post-mortem that waits or was sent; guarded by the lock. */
    private static final class Sending {
        private OpenSocket sentOn;
        private long sentAgainAt;
        private boolean taken;
    }

    public PostMortemSender() {
        this(REDELIVERY);
    }

    PostMortemSender(Duration redelivery) {
        redeliveryNanos = redelivery.toNanos();
    }

    @Override
    public void deliver(String taskArn, TaskPostMortem postMortem) throws InterruptedException {
        var message = new BerthPostMortem(null, taskArn, postMortem.containers(), null);
        var own = new Sending();
        lock.lockInterruptibly();
        try {
            sending.put(taskArn, own);
            while (!own.taken) {
                var to = own.sentOn == socket || isFull() ? null : socket;
                if (to != null) {
                    own.sentOn = to;
                    own.sentAgainAt = System.nanoTime() + redeliveryNanos;
                    sendUnlocked(to, message);
                } else if (socket == null || own.sentOn != socket) {
                    changed.await();
                } else if (changed.awaitNanos(own.sentAgainAt - System.nanoTime()) <= 0) {
                    own.sentOn = null;
                }
            }
        } finally {
            sending.remove(taskArn, own);
            changed.signalAll();
            lock.unlock();
        }
    }

    private boolean isFull() {
        return sending.values().stream().filter(each -> each.sentOn == socket).count() >= window;
    }

    /** The lock is not held during a write to a slow socket. */
    private void sendUnlocked(OpenSocket to, AgentMessage message) throws InterruptedException {
        lock.unlock();
        try {
            send(to, message);
        } finally {
            lock.lock();
        }
    }

    private static void send(OpenSocket to, AgentMessage message) throws InterruptedException {
        try {
            to.send(AgentMessages.write(message));
        } catch (IOException e) {
            log.debug("{} was not sent: {}", message, e.getMessage());
        }
    }

    void wanted(OpenSocket by, BerthPostMortemsWanted wanted) {
        now(by, Math.max(1, wanted.atATime()));
    }

    /** The socket was closed. Unacknowledged post-mortems are sent over the next one. */
    void closed() {
        now(null, 0);
    }

    private void now(OpenSocket by, int atATime) {
        lock.lock();
        try {
            socket = by;
            window = atATime;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void taken(BerthPostMortemTaken message) {
        lock.lock();
        try {
            var own = sending.get(message.taskArn());
            if (own != null) {
                own.taken = true;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Answers in its own thread, because Docker may be slow and other messages must not wait. */
    void examine(OpenSocket by, TaskControl tasks, BerthExamineTask request) {
        if (!examinations.tryAcquire()) {
            log.warn("Ignored a {}: too many at once", request);
            return;
        }
        Thread.ofVirtual()
                .name("examine for the server")
                .start(
                        () -> {
                            try {
                                send(by, answer(tasks, request));
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            } finally {
                                examinations.release();
                            }
                        });
    }

    private static BerthPostMortem answer(TaskControl tasks, BerthExamineTask request)
            throws InterruptedException {
        var id = request.requestId();
        var arn = request.taskArn();
        return tasks.examine(arn)
                .map(found -> new BerthPostMortem(id, arn, found, null))
                .orElseGet(
                        () ->
                                new BerthPostMortem(
                                        id, arn, null, "The agent no longer has this task."));
    }
}
