package dev.berth.ecs;

import dev.berth.wire.ApiException;
import java.util.regex.Pattern;

/**
 * Formats and parses the ARNs of this server. Responses use the long format. Requests can use the
 * long format, the old format without the cluster, or an id or a name.
 */
public record Arns(String region, String accountId) {
    private static final String DEFAULT_CLUSTER = "default";
    private static final Pattern CLUSTER_NAME = Pattern.compile("[A-Za-z0-9_-]{1,255}");
    private static final Pattern RESOURCE_ID = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final Pattern SERVICE_NAME = Pattern.compile("[A-Za-z0-9_-]{1,255}");
    private static final Pattern REVISION = Pattern.compile("[0-9]{1,9}");

    /**
     * A resource of a cluster, as a request names it.
     *
     * @param cluster the cluster in its ARN; null if there is none
     */
    public record Reference(String cluster, String id) {
        /** Whether it can be in this cluster. */
        public boolean mayBeIn(String name) {
            return cluster == null || cluster.equals(name);
        }

        /**
         * Returns this reference, unless its ARN names another cluster.
         *
         * @throws ApiException InvalidParameterException
         */
        public Reference within(String name) {
            if (!mayBeIn(name)) {
                throw ApiException.invalidParameter(
                        "Invalid identifier: Identifier is for cluster %s. Your cluster is %s"
                                .formatted(cluster, name));
            }
            return this;
        }

        /** The cluster in its ARN, or this one. */
        public String clusterOr(String name) {
            return cluster == null ? name : cluster;
        }
    }

    /**
     * A deployment or a revision of a service, as a request names it.
     *
     * @param id the last part of its ARN
     */
    public record ServicePart(String cluster, String service, String id) {}

    /**
     * A task definition, as a request names it.
     *
     * @param revision null if only the family is named
     */
    public record TaskDefinitionReference(String family, Integer revision) {}

    public String cluster(String name) {
        return ecs("cluster/" + name);
    }

    public String containerInstance(String cluster, String id) {
        return ecs("container-instance/" + cluster + "/" + id);
    }

    public String task(String cluster, String id) {
        return ecs("task/" + cluster + "/" + id);
    }

    public String service(String cluster, String name) {
        return ecs("service/" + cluster + "/" + name);
    }

    public String serviceDeployment(String cluster, String service, String id) {
        return ecs("service-deployment/" + cluster + "/" + service + "/" + id);
    }

    public String serviceRevision(String cluster, String service, String id) {
        return ecs("service-revision/" + cluster + "/" + service + "/" + id);
    }

    public String container(String cluster, String taskId, String containerId) {
        return ecs("container/" + cluster + "/" + taskId + "/" + containerId);
    }

    public String taskDefinition(String family, int revision) {
        return ecs("task-definition/" + family + ":" + revision);
    }

    /** The user of an access key. */
    public String principal(String accessKeyId) {
        return "arn:aws:iam::" + accountId + ":user/" + accessKeyId;
    }

    /** The account, whose settings are the default of its users. */
    public String root() {
        return "arn:aws:iam::" + accountId + ":root";
    }

    private String ecs(String resource) {
        return "arn:aws:ecs:" + region + ":" + accountId + ":" + resource;
    }

    /**
     * The name of the cluster that a request means.
     *
     * @param given a name, an ARN, or nothing for the cluster {@code default}
     * @throws ApiException InvalidParameterException where it can be neither
     */
    public String clusterName(String given) {
        if (given == null || given.isBlank()) {
            return DEFAULT_CLUSTER;
        }
        var name = given.startsWith("arn:") ? resource(given, "cluster") : given;
        if (!CLUSTER_NAME.matcher(name).matches()) {
            throw ApiException.invalidParameter("Cluster name contains invalid characters.");
        }
        return name;
    }

    /**
     * The name for a new cluster; {@code default} where none is given.
     *
     * @throws ApiException InvalidParameterException for anything but a name
     */
    public String newClusterName(String given) {
        if (given == null || given.isBlank()) {
            return DEFAULT_CLUSTER;
        }
        if (!CLUSTER_NAME.matcher(given).matches()) {
            throw ApiException.invalidParameter(
                    "clusterName can have up to 255 letters, digits, hyphens and underscores.");
        }
        return given;
    }

    /** Parses a reference to a task: an id, or an ARN of either format. */
    public Reference task(String given) {
        return inCluster(given, "task", "id", RESOURCE_ID);
    }

    /** Parses a reference to a container instance: an id, or an ARN of either format. */
    public Reference containerInstance(String given) {
        return inCluster(given, "container-instance", "id", RESOURCE_ID);
    }

    /** Parses a reference to a service: a name, or an ARN of either format. */
    public Reference service(String given) {
        return inCluster(given, "service", "name", SERVICE_NAME);
    }

    /** Whether a new service can have this name. */
    public static boolean isServiceName(String name) {
        return SERVICE_NAME.matcher(name).matches();
    }

    /**
     * The service deployment that a request names by its ARN.
     *
     * @throws ApiException InvalidParameterException where it is none
     */
    public ServicePart serviceDeployment(String arn) {
        return servicePart(arn, "service-deployment");
    }

    /** Parses the ARN of a service revision, as {@link #serviceDeployment(String)}. */
    public ServicePart serviceRevision(String arn) {
        return servicePart(arn, "service-revision");
    }

    private ServicePart servicePart(String arn, String type) {
        var path = resource(arn, type).split("/", -1);
        Requests.refuseUnless(
                path.length == 3
                        && CLUSTER_NAME.matcher(path[0]).matches()
                        && SERVICE_NAME.matcher(path[1]).matches()
                        && RESOURCE_ID.matcher(path[2]).matches(),
                "Invalid identifier: expected the ARN of a " + type.replace('-', ' ') + ".");
        return new ServicePart(path[0], path[1], path[2]);
    }

    private Reference inCluster(String given, String type, String bare, Pattern ids) {
        var path = given.startsWith("arn:") ? resource(given, type) : given;
        var slash = path.indexOf('/');
        var id = path.substring(slash + 1);
        var cluster = slash < 0 ? null : path.substring(0, slash);
        if (!ids.matcher(id).matches()
                || (cluster != null && !CLUSTER_NAME.matcher(cluster).matches())) {
            throw ApiException.invalidParameter(
                    "Invalid identifier: expected the %s or the ARN of a %s."
                            .formatted(bare, type.replace('-', ' ')));
        }
        return new Reference(cluster, id);
    }

    /**
     * The task definition that a request means: family, {@code family:revision} or an ARN.
     *
     * @throws ApiException ClientException where the revision is no number
     */
    public TaskDefinitionReference taskDefinition(String given) {
        var name = given.startsWith("arn:") ? resource(given, "task-definition") : given;
        var colon = name.indexOf(':');
        var family = colon < 0 ? name : name.substring(0, colon);
        if (!CLUSTER_NAME.matcher(family).matches()) {
            throw ApiException.client("Unable to describe task definition.");
        }
        if (colon < 0) {
            return new TaskDefinitionReference(family, null);
        }
        var revision = name.substring(colon + 1);
        if (!REVISION.matcher(revision).matches() || Integer.parseInt(revision) == 0) {
            throw ApiException.client("Invalid revision number. Number: " + revision);
        }
        return new TaskDefinitionReference(family, Integer.valueOf(revision));
    }

    /**
     * The resource that a tag operation names, by its ARN in the long format.
     *
     * @throws ApiException InvalidParameterException for what has no tags
     */
    public Taggable taggable(String arn) {
        var parts = arn.split(":", 6);
        var type =
                parts.length < 6 ? "" : parts[5].substring(0, Math.max(0, parts[5].indexOf('/')));
        return switch (type) {
            case "cluster" -> new Taggable.OfCluster(clusterName(arn));
            case "container-instance" -> {
                var named = inLongFormat(containerInstance(arn));
                yield new Taggable.OfInstance(named.cluster(), named.id());
            }
            case "service" -> {
                var named = inLongFormat(service(arn));
                yield new Taggable.OfService(named.cluster(), named.id());
            }
            case "task" -> {
                var named = inLongFormat(task(arn));
                yield new Taggable.OfTask(named.cluster(), named.id());
            }
            case "task-definition" -> {
                var named = taskDefinition(arn);
                Requests.refuseUnless(
                        named.revision() != null, "The ARN of a task definition has a revision.");
                yield new Taggable.OfTaskDefinition(named.family(), named.revision());
            }
            default ->
                    throw ApiException.invalidParameter(
                            "resourceArn must be the ARN of a cluster, a container instance, a"
                                    + " service, a task or a task definition.");
        };
    }

    private static Reference inLongFormat(Reference named) {
        Requests.refuseUnless(
                named.cluster() != null, "Long arn format must be used for tagging operations");
        return named;
    }

    /** The part after {@code type/} in an ARN of this server. */
    private String resource(String arn, String type) {
        var parts = arn.split(":", 6);
        if (parts.length < 6 || !parts[2].equals("ecs") || !parts[5].startsWith(type + "/")) {
            throw ApiException.invalidParameter(
                    "Invalid identifier: expected the ARN of a " + type.replace('-', ' ') + ".");
        }
        refuseForeign(parts[3], parts[4]);
        return parts[5].substring(type.length() + 1);
    }

    private void refuseForeign(String arnRegion, String arnAccount) {
        if (!arnRegion.equals(region)) {
            throw ApiException.invalidParameter(
                    "Invalid identifier: Identifier is for %s. This server is %s."
                            .formatted(arnRegion, region));
        }
        if (!arnAccount.equals(accountId)) {
            throw ApiException.invalidParameter(
                    "Invalid identifier: Identifier is for account %s. This server is account %s."
                            .formatted(arnAccount, accountId));
        }
    }
}
