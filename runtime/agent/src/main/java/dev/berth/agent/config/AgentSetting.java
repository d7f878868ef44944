package dev.berth.agent.config;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The settings of an agent: the key in the file, which is also the name of the flag if there is
 * one, and the environment variables.
 */
enum AgentSetting {
    SERVER(
            "server",
            "the URL of a Berth server, such as http://127.0.0.1:7070",
            "http://127.0.0.1:7070",
            "AWS_ENDPOINT_URL_ECS",
            "AWS_ENDPOINT_URL",
            "ECS_BACKEND_HOST"),
    REGION(
            "region",
            "the region of the server, such as us-east-1",
            "us-east-1",
            "AWS_REGION",
            "AWS_DEFAULT_REGION"),
    CA_FILE("ca-file", "a file of CA certificates (PEM)", null, "AWS_CA_BUNDLE"),
    CLUSTER("cluster", "the name of a cluster", "default", "ECS_CLUSTER"),
    DOCKER_HOST(
            "docker-host",
            "unix:///path/to/docker.sock or tcp://host:port",
            "unix:///var/run/docker.sock",
            "DOCKER_HOST"),
    ALLOW_SHARED_ENGINE("allow-shared-engine", "true or false", "false"),
    ADVERTISE_ADDRESS("advertise-address", "the address at which this host's ports answer", null),
    AVAILABILITY_ZONE("availability-zone", "the name of a zone, such as us-east-1a", null),
    CREDENTIALS_FILE("credentials-file", "a credentials file of the AWS command line", null),
    DATA("data", "a folder", null, "BERTH_DATA"),
    STATE("state", "a folder for this agent alone", null, "ECS_DATADIR"),
    ATTRIBUTES(
            "attributes",
            "a JSON object of names and values, such as {\"rack\":\"r1\"}",
            "{}",
            "ECS_INSTANCE_ATTRIBUTES"),
    RESERVED_MEMORY("reserved-memory", "a number of MiB", "0", "ECS_RESERVED_MEMORY"),
    RESERVED_PORTS(
            "reserved-ports",
            "a JSON array of TCP ports, such as [22,2375]",
            "[22,2375,2376,51678,51679]",
            "ECS_RESERVED_PORTS"),
    RESERVED_PORTS_UDP(
            "reserved-ports-udp", "a JSON array of UDP ports", "[]", "ECS_RESERVED_PORTS_UDP"),
    STOP_TIMEOUT(
            "stop-timeout",
            "a time of at least 1s, such as 30s",
            "30s",
            "ECS_CONTAINER_STOP_TIMEOUT"),
    PAUSE_IMAGE(
            "pause-image",
            "the name of an image whose program does nothing",
            "registry.k8s.io/pause:3.10"),
    DYNAMIC_HOST_PORT_RANGE(
            "dynamic-host-port-range",
            "a range of ports, such as 32768-60999",
            null,
            "ECS_DYNAMIC_HOST_PORT_RANGE"),
    LOGGING_DRIVERS(
            "logging-drivers",
            "a JSON array of Docker's logging drivers, such as [\"json-file\"]",
            "[\"json-file\",\"none\"]",
            "ECS_AVAILABLE_LOGGING_DRIVERS"),
    METADATA_ADDRESS(
            "metadata-address",
            "an IPv4 address of this machine, such as 172.17.0.1, or off",
            null),
    INTROSPECTION_PORT("introspection-port", "a port, or 0 for none", "51678"),
    METRICS_PORT("metrics-port", "a port, or 0 for none", "0"),
    LOG_FORMAT("log-format", "text or json", "text", "BERTH_LOG_FORMAT"),
    DISABLE_METRICS("disable-metrics", "true or false", "false", "ECS_DISABLE_METRICS"),
    DISABLE_HEALTH_CHECKS(
            "disable-health-checks", "true or false", "false", "ECS_DISABLE_DOCKER_HEALTH_CHECK"),
    CLEAN_UP_WAIT(
            "task-cleanup-wait",
            "a time of at least 1s, such as 3h",
            "3h",
            "ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION"),
    IMAGE_PULL_BEHAVIOR(
            "image-pull-behavior",
            "default, always, once or prefer-cached",
            "prefer-cached",
            "ECS_IMAGE_PULL_BEHAVIOR"),
    REGISTRY_AUTH_TYPE("registry-auth-type", "dockercfg or docker", null, "ECS_ENGINE_AUTH_TYPE"),
    REGISTRY_AUTH_DATA(
            "registry-auth-data",
            "a JSON object of registries and their credentials, of the form that"
                    + " registry-auth-type names",
            null,
            "ECS_ENGINE_AUTH_DATA"),
    DOCKER_CONFIG_FILE("docker-config-file", "the path of a config.json of Docker's client", null),
    DISABLE_IMAGE_CLEANUP(
            "disable-image-cleanup", "true or false", "false", "ECS_DISABLE_IMAGE_CLEANUP"),
    IMAGE_CLEANUP_INTERVAL(
            "image-cleanup-interval",
            "a time of at least 10m, such as 30m",
            "30m",
            "ECS_IMAGE_CLEANUP_INTERVAL"),
    IMAGE_MINIMUM_CLEANUP_AGE(
            "image-minimum-cleanup-age",
            "a time of at least 1s, such as 1h",
            "1h",
            "ECS_IMAGE_MINIMUM_CLEANUP_AGE"),
    IMAGES_PER_CLEANUP(
            "images-per-cleanup", "a whole number", "5", "ECS_NUM_IMAGES_DELETE_PER_CYCLE");

    private final String key;
    private final String expected;
    private final String fallback;
    private final List<String> variables;

    AgentSetting(String key, String expected, String fallback, String... variables) {
        this.key = key;
        this.expected = expected;
        this.fallback = fallback;
        this.variables = List.of(variables);
    }

    static Optional<AgentSetting> ofKey(String key) {
        return Arrays.stream(values()).filter(s -> s.key.equals(key)).findFirst();
    }

    String key() {
        return key;
    }

    /** Whether the value must not appear in messages. */
    boolean isSecret() {
        return this == REGISTRY_AUTH_DATA;
    }

    /** The expected value, for error messages. */
    String expected() {
        return expected;
    }

    /** The default, or null if it depends on other settings or there is none. */
    String fallback() {
        return fallback;
    }

    /** The environment variables of the setting. The first one that is set is used. */
    List<String> variables() {
        return variables;
    }
}
