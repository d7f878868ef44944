package dev.berth.domain.task;

import static dev.berth.domain.Decision.accept;
import static dev.berth.domain.Decision.answer;
import static dev.berth.domain.Decision.nothing;
import static dev.berth.domain.Decision.reject;

import dev.berth.domain.Decider;
import dev.berth.domain.Decision;
import dev.berth.domain.ErrorCode;
import dev.berth.domain.tag.TagChange;
import dev.berth.domain.task.Task.Absent;
import dev.berth.domain.task.Task.Active;
import dev.berth.domain.task.Task.LastStatus;
import dev.berth.domain.task.Task.StopIntent;
import dev.berth.domain.task.TaskAnswer.GivenUp;
import dev.berth.domain.task.TaskAnswer.LaunchedOn;
import dev.berth.domain.task.TaskAnswer.NeverLaunched;
import dev.berth.domain.task.TaskCommand.Abandon;
import dev.berth.domain.task.TaskCommand.ChangeTags;
import dev.berth.domain.task.TaskCommand.KeepPostMortem;
import dev.berth.domain.task.TaskCommand.Launch;
import dev.berth.domain.task.TaskCommand.Orphan;
import dev.berth.domain.task.TaskCommand.Probe;
import dev.berth.domain.task.TaskCommand.Protect;
import dev.berth.domain.task.TaskCommand.Report;
import dev.berth.domain.task.TaskCommand.Stop;
import dev.berth.domain.task.TaskEvent.Abandoned;
import dev.berth.domain.task.TaskEvent.Examined;
import dev.berth.domain.task.TaskEvent.Launched;
import dev.berth.domain.task.TaskEvent.Progressed;
import dev.berth.domain.task.TaskEvent.ProtectionSet;
import dev.berth.domain.task.TaskEvent.StopRequested;
import dev.berth.domain.task.TaskEvent.Stopped;
import dev.berth.domain.task.TaskEvent.TagsChanged;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.pcollections.HashTreePMap;

/**
 * The rules of a task.
 *
 * <p>Reports of an agent are idempotent, and can be late or repeated (agent protocol, section 4). A
 * report that changes nothing leads to no event. No report is refused, because an agent repeats
 * refused reports for ever.
 */
public final class TaskDecider implements Decider<TaskCommand, TaskEvent, Task> {

    @Override
    public Task initial() {
        return new Absent();
    }

    @Override
    public Decision<TaskEvent> decide(Task state, TaskCommand command, Instant now) {
        return switch (state) {
            case Absent _ -> whenAbsent(command, now);
            case Task.Abandoned _ -> whenAbandoned(command);
            case Active active -> whenActive(active, command, now);
            case Task.Stopped stopped -> whenStopped(stopped, command, now);
        };
    }

    private static Decision<TaskEvent> whenAbsent(TaskCommand command, Instant now) {
        return switch (command) {
            case Launch(var spec, var tags) ->
                    new Decision.Accepted<>(
                            TagChange.after(new Launched(spec, now), tags, TagsChanged::new),
                            new LaunchedOn(spec.instanceId(), false));
            case Abandon _ -> accept(new Abandoned(now), new GivenUp());
            case Probe _ -> answer(new NeverLaunched());
            case ChangeTags _ -> notFound();
            case Stop _ -> notFound();
            case Protect _ -> notFound();
            case Report _ -> nothing();
            case Orphan _ -> nothing();
            case KeepPostMortem _ -> nothing();
        };
    }

    private static Decision<TaskEvent> whenAbandoned(TaskCommand command) {
        return switch (command) {
            case Launch _ -> answer(new GivenUp());
            case Abandon _ -> answer(new GivenUp());
            case Probe _ -> answer(new GivenUp());
            case ChangeTags _ -> notFound();
            case Stop _ -> notFound();
            case Protect _ -> notFound();
            case Report _ -> nothing();
            case Orphan _ -> nothing();
            case KeepPostMortem _ -> nothing();
        };
    }

    private static Decision<TaskEvent> whenActive(Active active, TaskCommand command, Instant now) {
        return switch (command) {
            case Launch _ -> launched(active, false);
            case Abandon _ -> launched(active, false);
            case Probe _ -> launched(active, false);
            case ChangeTags(var change) -> change.decide(active.tags(), TagsChanged::new);
            case Stop(var code, var reason) ->
                    active.stop() == null
                            ? accept(new StopRequested(code, reason, now))
                            : nothing();
            case Protect(var until) -> protect(active, until, now);
            case Report(var report) -> report(active, report, now);
            case Orphan(var reason) ->
                    accept(new Stopped(null, StopCode.TERMINATION_NOTICE, reason, now));
            case KeepPostMortem _ ->
                    reject(ErrorCode.INVALID_PARAMETER, "The task has not stopped.");
        };
    }

    private static Decision<TaskEvent> whenStopped(
            Task.Stopped stopped, TaskCommand command, Instant now) {
        return switch (command) {
            case Launch _ -> launched(stopped, true);
            case Abandon _ -> launched(stopped, true);
            case Probe _ -> launched(stopped, true);
            case ChangeTags _ ->
                    reject(
                            ErrorCode.INVALID_PARAMETER,
                            "The specified task is stopped. Specify a running task and try again.");
            case Stop _ -> nothing();
            case Protect _ -> notFound();
            case Report _ -> nothing();
            case Orphan _ -> nothing();
            case KeepPostMortem(var instance, var found) ->
                    stopped.examined() || !instance.equals(stopped.spec().instanceId())
                            ? nothing()
                            : accept(new Examined(found.within(stopped.spec()), now));
        };
    }

    private static Decision<TaskEvent> launched(Task.Launched task, boolean stopped) {
        return answer(new LaunchedOn(task.spec().instanceId(), stopped));
    }

    private static Decision<TaskEvent> notFound() {
        return reject(ErrorCode.INVALID_PARAMETER, "The referenced task was not found.");
    }

    private static Decision<TaskEvent> protect(Active active, Instant until, Instant now) {
        if (!active.spec().belongsToService()) {
            return reject(
                    ErrorCode.INVALID_PARAMETER, "Only a task of a service can be protected.");
        }
        return Objects.equals(until, active.protectedUntil())
                ? nothing()
                : accept(new ProtectionSet(until, now));
    }

    private static Decision<TaskEvent> report(Active active, TaskReport report, Instant now) {
        if (report.status() == LastStatus.STOPPED) {
            var end = StopCause.of(active, report, now);
            return accept(new Stopped(report, end.code(), end.reason(), now));
        }
        var after = ReportMerge.apply(active.progress(), report, now);
        return after.equals(ReportMerge.counted(active.progress()))
                ? nothing()
                : accept(new Progressed(report, now));
    }

    @Override
    public Task evolve(Task state, TaskEvent event) {
        return switch (event) {
            case Launched(var spec, var at) ->
                    new Active(
                            spec,
                            new Progress(HashTreePMap.empty(), at, null, null, null, null, 1),
                            null);
            case TagsChanged(var change) ->
                    state instanceof Active(var spec, var progress, var stop, var tags, var kept)
                            ? new Active(spec, progress, stop, change.after(tags), kept)
                            : state;
            case Abandoned _ -> new Task.Abandoned();
            case StopRequested(var code, var reason, var at) ->
                    state instanceof Active(var spec, var progress, _, var tags, var kept)
                            ? new Active(
                                    spec,
                                    ReportMerge.counted(progress),
                                    new StopIntent(code, reason, at),
                                    code == StopCode.USER_INITIATED ? Map.of() : tags,
                                    kept)
                            : state;
            case Progressed(var report, var at) ->
                    state instanceof Active(var spec, var progress, var stop, var tags, var kept)
                            ? new Active(
                                    spec, ReportMerge.apply(progress, report, at), stop, tags, kept)
                            : state;
            case ProtectionSet(var until, _) ->
                    state instanceof Active(var spec, var progress, var stop, var tags, _)
                            ? new Active(spec, progress, stop, tags, until)
                            : state;
            case Stopped(var report, var code, var reason, var at) ->
                    state instanceof Active(var spec, var progress, var stop, var tags, _)
                            ? new Task.Stopped(
                                    spec,
                                    report == null
                                            ? ReportMerge.counted(progress)
                                            : ReportMerge.apply(progress, report, at),
                                    new StopIntent(code, reason, stop == null ? at : stop.at()),
                                    at,
                                    tags,
                                    false)
                            : state;
            case Examined _ ->
                    state
                                    instanceof
                                    Task.Stopped(
                                            var spec,
                                            var progress,
                                            var stop,
                                            var at,
                                            var tags,
                                            _)
                            ? new Task.Stopped(spec, progress, stop, at, tags, true)
                            : state;
        };
    }
}
