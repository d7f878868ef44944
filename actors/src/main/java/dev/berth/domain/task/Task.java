package dev.berth.domain.task;

import dev.berth.domain.Aggregate;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A task: the containers of one task definition on one instance. Its status only moves forward, and
 * an id names at most one set of containers, ever: an id that was given up before it was launched
 * stays abandoned.
 */
public sealed interface Task extends Aggregate.State {

    record Absent() implements Task {}

    /** Given up before it was launched; a launch that arrives later is refused. */
    record Abandoned() implements Task {}

    /**
     * A task that was launched and has not been reported STOPPED.
     *
     * @param protectedUntil until when scale-in and deployments of its service spare it, or null
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
     * A task that is over.
     *
     * @param examined whether the journal has its post-mortem
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

    /** What the API shows as a task. */
    sealed interface Launched extends Task permits Active, Stopped {
        TaskSpec spec();

        Progress progress();

        DesiredStatus desiredStatus();

        LastStatus lastStatus();

        Optional<StopIntent> stopIntent();

        /** What it was tagged with; StopTask deletes them, as in ECS. */
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
     * Why a task ends, and since when that is decided. {@link StopCode#wireName} is ECS's {@code
     * stopCode}.
     */
    record StopIntent(StopCode code, String reason, Instant at) {}
}
