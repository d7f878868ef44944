package dev.berth.domain.task;

import dev.berth.domain.Aggregate;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A task: the containers of one task definition on one instance. Its status only moves forward. An
 * id names at most one set of containers, ever: an id that was given up before its launch stays
 * abandoned.
 */
public sealed interface Task extends Aggregate.State {

    record Absent() implements Task {}

    /** Given up before its launch. A later launch is refused. */
    record Abandoned() implements Task {}

    /**
     * A task that was launched and has not been reported STOPPED.
     *
     * @param protectedUntil until when it is protected from scale-in and deployments of its
     *     service, or null
     */
    record Active(
            TaskSpec spec,
            Progress progress,
            StopIntent stop,
            Map<String, String> tags,
            Instant protectedUntil)
            implements Launched {
        public Active {
            tags = Map.copyOf(tags);
        }

        public Active(TaskSpec spec, Progress progress, StopIntent stop, Map<String, String> tags) {
            this(spec, progress, stop, tags, null);
        }

        public Active(TaskSpec spec, Progress progress, StopIntent stop) {
            this(spec, progress, stop, Map.of());
        }

        @Override
        public DesiredStatus desiredStatus() {
            return stop == null ? DesiredStatus.RUNNING : DesiredStatus.STOPPED;
        }

        @Override
        public LastStatus lastStatus() {
            return progress.startedAt() == null ? LastStatus.PENDING : LastStatus.RUNNING;
        }

        @Override
        public Optional<StopIntent> stopIntent() {
            return Optional.ofNullable(stop);
        }
    }

    /**
     * A task that has stopped.
     *
     * @param examined whether the journal contains its post-mortem
     */
    record Stopped(
            TaskSpec spec,
            Progress progress,
            StopIntent stop,
            Instant stoppedAt,
            Map<String, String> tags,
            boolean examined)
            implements Launched {
        public Stopped {
            tags = Map.copyOf(tags);
        }

        @Override
        public DesiredStatus desiredStatus() {
            return DesiredStatus.STOPPED;
        }

        @Override
        public LastStatus lastStatus() {
            return LastStatus.STOPPED;
        }

        @Override
        public Optional<StopIntent> stopIntent() {
            return Optional.of(stop);
        }
    }

    /** The tasks that the API shows. */
    sealed interface Launched extends Task permits Active, Stopped {
        TaskSpec spec();

        Progress progress();

        DesiredStatus desiredStatus();

        LastStatus lastStatus();

        Optional<StopIntent> stopIntent();

        /** Its tags; deleted by StopTask, as in ECS. */
        Map<String, String> tags();
    }

    enum DesiredStatus {
        RUNNING,
        STOPPED
    }

    enum LastStatus {
        PENDING,
        RUNNING,
        STOPPED
    }

    /**
     * Why a task stops, and when that was decided. {@link StopCode#wireName} is ECS's {@code
     * stopCode}.
     */
    record StopIntent(StopCode code, String reason, Instant at) {}
}
