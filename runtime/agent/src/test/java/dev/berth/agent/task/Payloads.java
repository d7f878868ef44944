package dev.berth.agent.task;

import dev.berth.agent.testbed.DockerBench;
import dev.berth.protocol.agent.payload.PayloadContainer;
import dev.berth.protocol.agent.payload.PayloadDependency;
import dev.berth.protocol.agent.payload.PayloadDockerConfig;
import dev.berth.protocol.agent.payload.PayloadMountPoint;
import dev.berth.protocol.agent.payload.PayloadPortMapping;
import dev.berth.protocol.agent.payload.PayloadRestartPolicy;
import dev.berth.protocol.agent.payload.PayloadTask;
import dev.berth.protocol.agent.payload.PayloadVolume;
import dev.berth.protocol.agent.payload.PayloadVolumeFrom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Tasks as payloads describe them. */
public final class Payloads {
    public static final String CLUSTER = "arn:aws:ecs:us-east-1:000000000000:cluster/default";

    private Payloads() {}

    public static String newArn() {
        return "arn:aws:ecs:us-east-1:000000000000:task/default/"
                + UUID.randomUUID().toString().replace("-", "");
    }

    public static PayloadTask task(PayloadContainer... containers) {
        return task(newArn(), "bridge", List.of(), containers);
    }

    public static PayloadTask task(
            String arn,
            String networkMode,
            List<PayloadVolume> volumes,
            PayloadContainer... containers) {
        return new PayloadTask(
                arn,
                "RUNNING",
                "web",
                "3",
                CLUSTER,
                "EC2",
                networkMode,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(containers),
                volumes);
    }

    /** A container that publishes a port and runs until it is told to stop, which it obeys. */
    public static PayloadContainer sleeper(String name) {
        return container(name, "sh", "-c", "trap 'exit 143' TERM; while :; do sleep 0.1; done")
                .port(80, 0)
                .build();
    }

    /** A task of one container that writes a line and ends. */
    public static PayloadTask says(String words) {
        return task(container("main", "echo", words).build());
    }

    /** One that is healthy from the moment on that the file {@code /fit} is there, while it is. */
    public static PayloadContainer checked(String name) {
        return container(name, "sh", "-c", "trap 'exit 143' TERM; while :; do sleep 0.1; done")
                .config(
                        "{\"Healthcheck\":{\"Test\":[\"CMD-SHELL\",\"test -e /fit\"],"
                                + "\"Interval\":200000000,\"Timeout\":5000000000,\"Retries\":2}}")
                .build();
    }

    public static Container container(String name, String... command) {
        return new Container(name, List.of(command));
    }

    /** A container that is described step by step. */
    public static final class Container {
        private final String name;
        private final List<String> command;
        private final List<PayloadPortMapping> ports = new ArrayList<>();
        private final List<PayloadMountPoint> mounts = new ArrayList<>();
        private String image = DockerBench.IMAGE;
        private boolean essential = true;
        private final List<PayloadDependency> dependencies = new ArrayList<>();
        private final List<PayloadVolumeFrom> volumesFrom = new ArrayList<>();
        private final List<String> links = new ArrayList<>();
        private int memory = 32;
        private Integer startTimeout;
        private Integer stopTimeout;
        private PayloadRestartPolicy restartPolicy;
        private String config;
        private String hostConfig;
        private String overrides = "{}";

        private Container(String name, List<String> command) {
            this.name = name;
            this.command = command;
        }

        public Container image(String other) {
            image = other;
            return this;
        }

        public Container dispensable() {
            essential = false;
            return this;
        }

        public Container port(int containerPort, int hostPort) {
            ports.add(new PayloadPortMapping(containerPort, hostPort, "tcp"));
            return this;
        }

        public Container mount(String volume, String path) {
            mounts.add(new PayloadMountPoint(volume, path, false));
            return this;
        }

        public Container after(String container, String condition) {
            dependencies.add(new PayloadDependency(container, condition));
            return this;
        }

        public Container linkedTo(String link) {
            links.add(link);
            return this;
        }

        public Container volumesFrom(String container, boolean readOnly) {
            volumesFrom.add(new PayloadVolumeFrom(container, readOnly));
            return this;
        }

        public Container memory(int mebibytes) {
            memory = mebibytes;
            return this;
        }

        public Container startTimeout(int seconds) {
            startTimeout = seconds;
            return this;
        }

        public Container restarts(Integer period, Integer... ignoredExitCodes) {
            restartPolicy = new PayloadRestartPolicy(true, List.of(ignoredExitCodes), period);
            return this;
        }

        public Container stopTimeout(int seconds) {
            stopTimeout = seconds;
            return this;
        }

        public Container config(String fragment) {
            config = fragment;
            return this;
        }

        public Container hostConfig(String fragment) {
            hostConfig = fragment;
            return this;
        }

        public Container overrides(String json) {
            overrides = json;
            return this;
        }

        public PayloadContainer build() {
            return new PayloadContainer(
                    name,
                    image,
                    essential,
                    command,
                    List.of(),
                    Map.of("A", "1"),
                    64,
                    memory,
                    ports,
                    mounts,
                    volumesFrom,
                    links,
                    dependencies,
                    startTimeout,
                    stopTimeout,
                    config != null && config.contains("Healthcheck") ? "docker" : null,
                    restartPolicy,
                    overrides,
                    new PayloadDockerConfig(config, hostConfig, "1.29"));
        }
    }
}
