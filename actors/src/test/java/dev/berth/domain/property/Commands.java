package dev.berth.domain.property;

import dev.berth.domain.HostPort;
import dev.berth.domain.Scenario;
import dev.berth.domain.accountsetting.AccountSettingsCommand;
import dev.berth.domain.cluster.ClusterCommand;
import dev.berth.domain.family.FamilyCommand;
import dev.berth.domain.instance.AttributeChange;
import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.instance.ContainerInstance.Versions;
import dev.berth.domain.instance.InstanceCommand;
import dev.berth.domain.instance.Reservation;
import dev.berth.domain.instance.Resources;
import dev.berth.domain.tag.TagChange;
import dev.berth.domain.task.ContainerProgress;
import dev.berth.domain.task.ContainerProgress.Binding;
import dev.berth.domain.task.PostMortem;
import dev.berth.domain.task.StopCode;
import dev.berth.domain.task.Task.LastStatus;
import dev.berth.domain.task.TaskCommand;
import dev.berth.domain.task.TaskReport;
import dev.berth.domain.task.Tasks;
import dev.berth.domain.taskdefinition.NetworkMode;
import dev.berth.domain.taskdefinition.TaskDefinitionCommand;
import dev.berth.domain.taskdefinition.TaskShape;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Commands of every kind, sensible or not, about few enough things that they meet. */
final class Commands {

    private static final List<String> TASKS = List.of("t1", "t2", "t3", "t4", "t5");
    private static final List<HostPort> PORTS =
            List.of(HostPort.tcp(80), HostPort.tcp(443), HostPort.udp(80));

    private final Draw draw;

    Commands(Draw draw) {
        this.draw = draw;
    }

    ClusterCommand cluster() {
        return draw.of(
                () -> new ClusterCommand.Create("c", Map.of(), tags()),
                () -> new ClusterCommand.ChangeSettings(Map.of("containerInsights", "enabled")),
                () -> new ClusterCommand.ChangeTags(tagChange()),
                () ->
                        new ClusterCommand.Delete(
                                draw.number(0, 1), draw.number(0, 1), draw.number(0, 1)),
                () -> new ClusterCommand.Forget(Scenario.NOW.plusSeconds(draw.number(-9, 9_999))));
    }

    AccountSettingsCommand accountSettings() {
        return draw.of(
                () ->
                        new AccountSettingsCommand.Put(
                                "containerInsights", draw.of(() -> "enabled", () -> "disabled")),
                () -> new AccountSettingsCommand.Delete("containerInsights"));
    }

    FamilyCommand family() {
        return draw.of(
                () -> new FamilyCommand.AddRevision("web", draw.number(1, 4)),
                () -> new FamilyCommand.DeregisterRevision(draw.number(-1, 5)),
                () -> new FamilyCommand.DeleteRevision(draw.number(-1, 5)),
                () -> new FamilyCommand.ForgetRevision(draw.number(-1, 5)),
                FamilyCommand.Forget::new);
    }

    TaskDefinitionCommand taskDefinition() {
        var document = "{\"cpu\":" + draw.number(1, 2) + "}";
        var shape = new TaskShape(NetworkMode.HOST, List.of(), Set.of());
        return draw.chance(70)
                ? new TaskDefinitionCommand.Register("web", 1, document, shape, "arn:me", tags())
                : new TaskDefinitionCommand.ChangeTags(tagChange());
    }

    InstanceCommand instance() {
        return draw.of(
                this::reserve,
                this::reserve,
                this::reserve,
                () -> new InstanceCommand.Release(draw.subset(TASKS)),
                () -> draw.chance(60) ? register() : reserve(),
                () -> new InstanceCommand.ReserveSequence(draw.number(1, 1000)),
                () -> new InstanceCommand.ChangeTags(tagChange()),
                () -> new InstanceCommand.ChangeAttributes(attributeChange()),
                () ->
                        new InstanceCommand.SetVersions(
                                new ContainerInstance.Versions(
                                        draw.chance(50) ? "1.105.1" : null, null, "20.10")),
                () ->
                        draw.chance(20)
                                ? new InstanceCommand.SetStatus(
                                        draw.of(List.of(ContainerInstance.Status.values())))
                                : reserve(),
                () ->
                        draw.chance(10)
                                ? new InstanceCommand.Deregister(
                                        draw.chance(30), draw.subset(TASKS))
                                : reserve());
    }

    private AttributeChange attributeChange() {
        return draw.chance(60)
                ? new AttributeChange(
                        Map.of(draw.of(List.of("os", "stack", "ecs.x")), "v"), Set.of())
                : new AttributeChange(Map.of(), Set.of(draw.of(List.of("os", "stack"))));
    }

    private InstanceCommand register() {
        return new InstanceCommand.Register(
                "default",
                "i1",
                new Resources(draw.number(0, 10), draw.number(0, 10), draw.subset(PORTS)),
                draw.chance(50) ? Map.of() : Map.of("os", draw.of(List.of("linux", "other"))),
                new Versions(draw.orNull(() -> "1"), null, null),
                tags());
    }

    private InstanceCommand reserve() {
        return new InstanceCommand.Reserve(draw.some(4, this::reservation), draw.subset(TASKS));
    }

    private Reservation reservation() {
        return new Reservation(
                draw.of(TASKS), draw.number(0, 6), draw.number(0, 6), draw.subset(PORTS), null);
    }

    TaskCommand task() {
        return draw.of(
                () ->
                        new TaskCommand.Launch(
                                Tasks.spec("t1", draw.of(List.of("i1", "i2"))), tags()),
                () -> new TaskCommand.ChangeTags(tagChange()),
                () -> draw.chance(20) ? new TaskCommand.Abandon() : new TaskCommand.Probe(),
                () -> draw.chance(20) ? stop() : new TaskCommand.Report(report()),
                () -> new TaskCommand.Protect(draw.orNull(this::time)),
                () -> draw.chance(5) ? new TaskCommand.Orphan(null) : new TaskCommand.Probe(),
                () ->
                        draw.chance(20)
                                ? new TaskCommand.KeepPostMortem(
                                        draw.of(List.of("i1", "i2")), PostMortem.EMPTY)
                                : new TaskCommand.Report(report()),
                () -> new TaskCommand.Report(report()));
    }

    private TaskCommand stop() {
        return new TaskCommand.Stop(draw.of(List.of(StopCode.values())), draw.orNull(() -> "why"));
    }

    private TaskReport report() {
        var status =
                draw.chance(10)
                        ? LastStatus.STOPPED
                        : draw.of(List.of(LastStatus.PENDING, LastStatus.RUNNING));
        return new TaskReport(
                status,
                draw.orNull(() -> draw.of(List.of("", "CannotStartContainerError: no"))),
                draw.some(3, this::container),
                draw.orNull(this::time),
                draw.orNull(this::time),
                draw.orNull(this::time));
    }

    private ContainerProgress container() {
        return new ContainerProgress(
                draw.of(List.of("main", "side", "unknown")),
                draw.of(List.of(ContainerProgress.Status.values())),
                draw.orNull(() -> draw.number(0, 255)),
                draw.orNull(() -> "SomeError: text"),
                draw.orNull(() -> "docker" + draw.number(1, 2)),
                draw.orNull(() -> "sha256:1"),
                draw.some(1, () -> new Binding("0.0.0.0", 80, draw.of(PORTS))));
    }

    private TagChange tagChange() {
        return new TagChange(tags(), draw.subset(List.of("team", "aws:x", "k7")));
    }

    /** Sometimes as many as a resource can hold, so that changes meet the limit. */
    private Map<String, String> tags() {
        var tags = new HashMap<String, String>();
        for (int i = draw.chance(10) ? 0 : 48; i < draw.number(45, 51); i++) {
            tags.put("k" + i, "v" + draw.number(0, 2));
        }
        return tags;
    }

    private Instant time() {
        return Instant.ofEpochMilli(draw.number(0, 1_000_000));
    }
}
