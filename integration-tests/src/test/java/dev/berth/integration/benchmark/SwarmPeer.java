package dev.berth.integration.benchmark;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.ContainerSpec;
import com.github.dockerjava.api.model.NetworkAttachmentConfig;
import com.github.dockerjava.api.model.ResourceRequirements;
import com.github.dockerjava.api.model.ResourceSpecs;
import com.github.dockerjava.api.model.ServiceModeConfig;
import com.github.dockerjava.api.model.ServiceReplicatedModeOptions;
import com.github.dockerjava.api.model.ServiceRestartCondition;
import com.github.dockerjava.api.model.ServiceRestartPolicy;
import com.github.dockerjava.api.model.ServiceSpec;
import com.github.dockerjava.api.model.ServiceUpdateState;
import com.github.dockerjava.api.model.SwarmSpec;
import com.github.dockerjava.api.model.TaskSpec;
import com.github.dockerjava.api.model.TaskState;
import com.github.dockerjava.api.model.UpdateConfig;
import com.github.dockerjava.api.model.UpdateOrder;
import dev.berth.integration.testbed.DockerHost;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Docker Swarm mode of the same engine: no published ports, the bridge network, restarts at once.
 */
final class SwarmPeer implements ServicePeer {
    private final DockerClient docker;
    private final String image;
    private final Map<String, Integer> containers = new HashMap<>();

    private SwarmPeer(DockerClient docker, String image) {
        this.docker = docker;
        this.image = image;
    }

    static SwarmPeer start(DockerHost host, String image) {
        host.client()
                .initializeSwarmCmd(new SwarmSpec())
                .withListenAddr(host.address())
                .withAdvertiseAddr(host.address())
                .exec();
        return new SwarmPeer(host.client(), image);
    }

    @Override
    public String name() {
        return "swarm";
    }

    @Override
    public void create(String service, int desired) {
        containers.put(service, desired);
        docker.createServiceCmd(spec(service, 1, 0)).exec();
    }

    @Override
    public void update(String service, int generation, int atOnce) {
        var version = docker.inspectServiceCmd(service).exec().getVersion().getIndex();
        docker.updateServiceCmd(service, spec(service, generation, atOnce))
                .withVersion(version)
                .exec();
    }

    private ServiceSpec spec(String service, int generation, int atOnce) {
        var labels = Map.of(LABEL, name(), GENERATION, Integer.toString(generation));
        var container =
                new ContainerSpec()
                        .withImage(image)
                        .withCommand(List.of("sh", "-c", SCRIPT))
                        .withLabels(labels);
        var memory = new ResourceSpecs().withMemoryBytes((long) MEMORY_MIB << 20);
        var task =
                new TaskSpec()
                        .withContainerSpec(container)
                        .withResources(
                                new ResourceRequirements()
                                        .withLimits(memory)
                                        .withReservations(memory))
                        .withNetworks(List.of(new NetworkAttachmentConfig().withTarget("bridge")))
                        .withRestartPolicy(
                                new ServiceRestartPolicy()
                                        .withCondition(ServiceRestartCondition.ANY)
                                        .withDelay(0L));
        return new ServiceSpec()
                .withName(service)
                .withTaskTemplate(task)
                .withMode(
                        new ServiceModeConfig()
                                .withReplicated(
                                        new ServiceReplicatedModeOptions()
                                                .withReplicas(containers.get(service))))
                .withUpdateConfig(
                        new UpdateConfig()
                                .withParallelism((long) atOnce)
                                .withDelay(0L)
                                .withOrder(
                                        atOnce == 0
                                                ? UpdateOrder.START_FIRST
                                                : UpdateOrder.STOP_FIRST));
    }

    @Override
    public boolean isDone(String service) {
        var update = docker.inspectServiceCmd(service).exec().getUpdateStatus();
        if (update != null && update.getState() == ServiceUpdateState.UPDATING) {
            return false;
        }
        var running =
                docker
                        .listTasksCmd()
                        .withServiceFilter(service)
                        .withStateFilter(TaskState.RUNNING)
                        .exec()
                        .stream()
                        .filter(task -> task.getStatus().getState() == TaskState.RUNNING)
                        .count();
        return running == containers.get(service);
    }

    @Override
    public void remove(String service) {
        docker.removeServiceCmd(service).exec();
    }

    /** It is a part of the engine. */
    @Override
    public double cpuSeconds() {
        return 0;
    }

    @Override
    public void close() {
        docker.leaveSwarmCmd().withForceEnabled(true).exec();
    }
}
