package dev.berth.actors.journal;

import dev.berth.domain.HostPort;
import dev.berth.domain.accountsetting.AccountSettings;
import dev.berth.domain.accountsetting.AccountSettingsEvent;
import dev.berth.domain.cluster.Cluster;
import dev.berth.domain.cluster.ClusterEvent;
import dev.berth.domain.family.FamilyEvent;
import dev.berth.domain.family.Revisions;
import dev.berth.domain.family.TaskDefinitionFamily;
import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.instance.ContainerInstance.Versions;
import dev.berth.domain.instance.InstanceEvent;
import dev.berth.domain.instance.Reservation;
import dev.berth.domain.instance.Resources;
import dev.berth.domain.tag.TagChange;
import dev.berth.domain.task.ContainerProgress;
import dev.berth.domain.task.ContainerProgress.Binding;
import dev.berth.domain.task.PostMortem;
import dev.berth.domain.task.StopCode;
import dev.berth.domain.task.Task.LastStatus;
import dev.berth.domain.task.TaskEvent;
import dev.berth.domain.task.TaskReport;
import dev.berth.domain.task.TaskSpec;
import dev.berth.domain.task.TaskSpec.ContainerSpec;
import dev.berth.domain.taskdefinition.NetworkMode;
import dev.berth.domain.taskdefinition.TaskDefinitionEvent;
import dev.berth.domain.taskdefinition.TaskShape;
import dev.berth.domain.taskdefinition.TaskShape.ContainerShape;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pcollections.HashTreePMap;

/**
 * One message for each line of {@link EventTable}, with every member filled. What a golden file
 * holds never changes, so neither does its sample; a new version gets a new one.
 */
public final class Samples {

    private static final Instant AT = Instant.ofEpochMilli(1_767_323_045_678L);
    private static final Map<String, String> SETTINGS = Map.of("containerInsights", "disabled");
    private static final Map<String, String> ATTRIBUTES =
            Map.of(
                    "ecs.os-type",
                    "linux",
                    "com.amazonaws.ecs.capability.docker-remote-api.1.41",
                    "");
    private static final Resources RESOURCES =
            new Resources(2048, 3907, Set.of(HostPort.tcp(22), HostPort.udp(51678)));
    private static final Versions VERSIONS = new Versions("0.1.0", "4023248", "20.10.24");
    private static final String INSTANCE = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";
    private static final String TASK = "f9e8d7c6b5a493827160f5e4d3c2b1a0";
    private static final Reservation RESERVATION =
            new Reservation(TASK, 128, 64, Set.of(HostPort.tcp(8080)), AT);
    private static final TaskReport REPORT =
            new TaskReport(
                    LastStatus.RUNNING,
                    "as it says",
                    List.of(
                            new ContainerProgress(
                                    "web",
                                    ContainerProgress.Status.RUNNING,
                                    137,
                                    "OutOfMemoryError: killed",
                                    "d0c4e5",
                                    "sha256:ab",
                                    List.of(new Binding("0.0.0.0", 80, HostPort.tcp(32768))))),
                    AT.minusMillis(3),
                    AT.minusMillis(2),
                    AT.minusMillis(1));

    private static final TagChange TAGS =
            new TagChange(Map.of("team", "core", "empty", ""), Set.of("old"));

    private static final PostMortem POST_MORTEM =
            new PostMortem(
                    List.of(
                            new PostMortem.OfContainer(
                                    "web",
                                    true,
                                    "unhealthy",
                                    List.of(new PostMortem.HealthCheck(AT, AT, 1, "refused\n")),
                                    List.of(new PostMortem.Line("stderr", "no memory")),
                                    "The container is gone from its host.")));

    /** By manifest. */
    public static final Map<String, Object> ALL = all();

    private Samples() {}

    private static Map<String, Object> all() {
        var all = new LinkedHashMap<String, Object>();
        clusters(all);
        instances(all);
        definitions(all);
        tasks(all);
        accountSettings(all);
        ServiceSamples.put(all);
        return all;
    }

    private static void accountSettings(Map<String, Object> all) {
        all.put(
                "account-settings.setting-put/1",
                new AccountSettingsEvent.SettingPut("containerInsights", "enabled"));
        all.put(
                "account-settings.setting-deleted/1",
                new AccountSettingsEvent.SettingDeleted("containerInsights"));
        all.put("account-settings.snapshot-held/1", new AccountSettings.Held(SETTINGS));
    }

    private static void clusters(Map<String, Object> all) {
        all.put("cluster.created/1", new ClusterEvent.Created("blue", SETTINGS, AT));
        all.put(
                "cluster.settings-changed/1",
                new ClusterEvent.SettingsChanged(Map.of("containerInsights", "enhanced")));
        all.put("cluster.tags-changed/1", new ClusterEvent.TagsChanged(TAGS));
        all.put("cluster.deleted/1", new ClusterEvent.Deleted(AT));
        all.put("cluster.forgotten/1", new ClusterEvent.Forgotten("blue", AT));
        all.put("cluster.snapshot-active/1", new Cluster.Active("blue", SETTINGS, AT));
        all.put(
                "cluster.snapshot-active/2",
                new Cluster.Active("blue", SETTINGS, AT, Map.of("team", "core", "empty", "")));
        all.put("cluster.snapshot-inactive/1", new Cluster.Inactive("blue", SETTINGS, AT));
        all.put("cluster.snapshot-forgotten/1", new Cluster.Forgotten("blue"));
    }

    private static void instances(Map<String, Object> all) {
        all.put(
                "instance.registered/1",
                new InstanceEvent.Registered(
                        "blue", INSTANCE, RESOURCES, ATTRIBUTES, VERSIONS, AT));
        all.put(
                "instance.reserved/1",
                new InstanceEvent.Reserved(List.of(RESERVATION), Set.of("gone")));
        all.put("instance.released/1", new InstanceEvent.Released(Set.of(TASK, "other")));
        all.put("instance.sequence-reserved/1", new InstanceEvent.SequenceReserved(3000));
        all.put(
                "instance.status-changed/1",
                new InstanceEvent.StatusChanged(ContainerInstance.Status.DRAINING, AT));
        all.put("instance.tags-changed/1", new InstanceEvent.TagsChanged(TAGS));
        all.put(
                "instance.attributes-changed/1",
                new InstanceEvent.AttributesChanged(
                        Map.of("stack", "prod", "team/owner", ""), Set.of("rack")));
        all.put("instance.versions-changed/1", new InstanceEvent.VersionsChanged(VERSIONS));
        all.put("instance.deregistered/1", new InstanceEvent.Deregistered(AT));
        all.put(
                "instance.snapshot-registered/1",
                new ContainerInstance.Registered(
                        "blue",
                        INSTANCE,
                        ContainerInstance.Status.DRAINING,
                        RESOURCES,
                        ATTRIBUTES,
                        VERSIONS,
                        AT,
                        HashTreePMap.singleton(TASK, RESERVATION),
                        3000,
                        17));
        all.put(
                "instance.snapshot-registered/2",
                new ContainerInstance.Registered(
                        "blue",
                        INSTANCE,
                        ContainerInstance.Status.ACTIVE,
                        RESOURCES,
                        ATTRIBUTES,
                        VERSIONS,
                        AT,
                        HashTreePMap.singleton(TASK, RESERVATION),
                        3000,
                        17,
                        Map.of("team", "core")));
        all.put(
                "instance.snapshot-inactive/1",
                new ContainerInstance.Inactive(
                        "blue",
                        INSTANCE,
                        RESOURCES,
                        ATTRIBUTES,
                        VERSIONS,
                        AT,
                        AT.plusMillis(1),
                        18));
    }

    private static void definitions(Map<String, Object> all) {
        all.put("family.revision-given/1", new FamilyEvent.RevisionGiven("web", 3));
        all.put("family.revision-deregistered/1", new FamilyEvent.RevisionDeregistered(2, AT));
        all.put(
                "family.revision-deletion-requested/1",
                new FamilyEvent.RevisionDeletionRequested(2, AT));
        all.put("family.revision-forgotten/1", new FamilyEvent.RevisionForgotten(2, AT));
        all.put("family.forgotten/1", new FamilyEvent.Forgotten("web", 3, AT));
        all.put(
                "family.snapshot/1",
                new TaskDefinitionFamily.Known(
                        "web",
                        3,
                        Revisions.of(
                                Map.of(
                                        2,
                                        TaskDefinitionFamily.Revision.inactive(AT),
                                        3,
                                        TaskDefinitionFamily.Revision.active()))));
        all.put(
                "family.snapshot/2",
                new TaskDefinitionFamily.Known(
                        "web",
                        2,
                        Revisions.of(
                                Map.of(
                                        2,
                                        new TaskDefinitionFamily.Revision(
                                                TaskDefinitionFamily.Status.DELETE_IN_PROGRESS,
                                                AT,
                                                AT.plusMillis(1))))));
        all.put("family.snapshot-forgotten/1", new TaskDefinitionFamily.Forgotten("web", 3));
        all.put(
                "task-definition.registered/1",
                new TaskDefinitionEvent.Registered(
                        "web",
                        3,
                        "{\"family\":\"web\",\"containerDefinitions\":[]}",
                        new TaskShape(
                                NetworkMode.HOST,
                                List.of(
                                        new ContainerShape(
                                                "web",
                                                true,
                                                128,
                                                64,
                                                32,
                                                Set.of(HostPort.tcp(80), HostPort.udp(53)))),
                                Set.of("ecs.capability.execution-role-awslogs")),
                        "arn:aws:iam::000000000000:user/admin",
                        AT));
        all.put("task-definition.tags-changed/1", new TaskDefinitionEvent.TagsChanged(TAGS));
    }

    private static void tasks(Map<String, Object> all) {
        var spec =
                new TaskSpec(
                        "blue",
                        TASK,
                        INSTANCE,
                        "web",
                        3,
                        "family:web",
                        "me",
                        "EC2",
                        "{\"cpu\":\"128\"}",
                        128,
                        64,
                        List.of(
                                new ContainerSpec(
                                        "web",
                                        "7d444840-9dc0-11d1-b245-5ffdce74fad2",
                                        "busybox:latest",
                                        true,
                                        128,
                                        64,
                                        32)));
        all.put("task.launched/1", new TaskEvent.Launched(spec, AT));
        all.put("task.tags-changed/1", new TaskEvent.TagsChanged(TAGS));
        all.put("task.abandoned/1", new TaskEvent.Abandoned(AT));
        all.put(
                "task.stop-requested/1",
                new TaskEvent.StopRequested(StopCode.USER_INITIATED, "enough", AT));
        all.put("task.progressed/1", new TaskEvent.Progressed(REPORT, AT));
        all.put(
                "task.stopped/1",
                new TaskEvent.Stopped(
                        REPORT,
                        StopCode.ESSENTIAL_CONTAINER_EXITED,
                        "Essential container in task exited",
                        AT));
        all.put("task.protection-set/1", new TaskEvent.ProtectionSet(AT.plusSeconds(7200), AT));
        all.put("task.examined/1", new TaskEvent.Examined(POST_MORTEM, AT));
    }
}
