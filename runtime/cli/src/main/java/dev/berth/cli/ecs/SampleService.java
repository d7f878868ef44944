package dev.berth.cli.ecs;

import dev.berth.cli.docker.DockerHost;
import dev.berth.cli.installation.Await;
import dev.berth.cli.outcome.CliException;
import dev.berth.cli.outcome.ExitCode;
import dev.berth.protocol.client.AwsException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.CreateServiceResponse;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.NetworkBinding;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServiceResponse;

/**
 * The quick start's service: a web server of a few kilobytes, kept running twice. What is there
 * from an earlier run is used again.
 */
public record SampleService(EcsApi ecs, String image) {
    private static final String FAMILY = "berth-sample";
    private static final String NAME = "sample";
    private static final int TASKS = 2;
    private static final String CLUSTER = "default";

    /** What the image listens on. */
    private static final int PORT = 8080;

    private static final Pattern TITLE = Pattern.compile("<title>(.*?)</title>");
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    public record Definition(String arn, String name) {}

    public record Running(List<Task> tasks, boolean isNew) {
        public String text() {
            return "service %s, %d tasks %s"
                    .formatted(NAME, tasks.size(), isNew ? "RUNNING" : "run already");
        }
    }

    /**
     * @param killed the short id of the task whose container was killed
     * @param replacement of the task that took its place
     */
    public record Healed(String killed, String replacement, List<Task> tasks) {}

    public record Page(URI url, String title) {}

    public Definition definition() throws AwsException, IOException, InterruptedException {
        var latest = latest();
        if (latest.isPresent() && isTheSample(latest.get())) {
            return definition(latest.get());
        }
        var container =
                ContainerDefinition.builder()
                        .name("web")
                        .image(image)
                        .memory(32)
                        .portMappings(
                                PortMapping.builder().containerPort(PORT).hostPort(0).build());
        var registered =
                ecs.call(
                        "RegisterTaskDefinition",
                        RegisterTaskDefinitionRequest.builder()
                                .family(FAMILY)
                                .containerDefinitions(container.build()),
                        RegisterTaskDefinitionResponse.builder());
        return definition(registered.build().taskDefinition());
    }

    private static Definition definition(TaskDefinition definition) {
        return new Definition(
                definition.taskDefinitionArn(), definition.family() + ":" + definition.revision());
    }

    private Optional<TaskDefinition> latest()
            throws AwsException, IOException, InterruptedException {
        try {
            var described =
                    ecs.call(
                            "DescribeTaskDefinition",
                            DescribeTaskDefinitionRequest.builder().taskDefinition(FAMILY),
                            DescribeTaskDefinitionResponse.builder());
            return Optional.ofNullable(described.build().taskDefinition());
        } catch (AwsException e) {
            if (e.code().equals("ClientException")) {
                return Optional.empty(); // how ECS says that the family has no active revision
            }
            throw e;
        }
    }

    private boolean isTheSample(TaskDefinition definition) {
        var containers = definition.containerDefinitions();
        return containers.size() == 1 && image.equals(containers.getFirst().image());
    }

    /** Creates the service, or brings one of an earlier run up to this definition. */
    public Running service(Definition definition) throws Exception {
        var found = found();
        if (found.isEmpty()) {
            ecs.call(
                    "CreateService",
                    CreateServiceRequest.builder()
                            .cluster(CLUSTER)
                            .serviceName(NAME)
                            .taskDefinition(definition.arn())
                            .desiredCount(TASKS)
                            .clientToken(UUID.randomUUID().toString()),
                    CreateServiceResponse.builder());
        } else if (!definition.arn().equals(found.get().taskDefinition())) {
            ecs.call(
                    "UpdateService",
                    UpdateServiceRequest.builder()
                            .cluster(CLUSTER)
                            .service(NAME)
                            .taskDefinition(definition.arn()),
                    UpdateServiceResponse.builder());
        }
        return new Running(
                await(() -> isDeployed() ? settled(Set.of()) : Optional.empty()), found.isEmpty());
    }

    private Optional<Service> found() throws AwsException, IOException, InterruptedException {
        return ecs
                .call(
                        "DescribeServices",
                        DescribeServicesRequest.builder().cluster(CLUSTER).services(NAME),
                        DescribeServicesResponse.builder())
                .build()
                .services()
                .stream()
                .filter(service -> "ACTIVE".equals(service.status()))
                .findFirst();
    }

    /**
     * Kills the container of one task.
     *
     * @return the tasks once the service has replaced it
     */
    public Healed heal(Running running, DockerHost docker) throws Exception {
        var victim = running.tasks().getFirst();
        docker.kill(victim.containers().getFirst().runtimeId());
        var before = running.tasks().stream().map(Task::taskArn).collect(Collectors.toSet());
        var tasks = await(() -> settled(Set.of(victim.taskArn())));
        var replacement =
                tasks.stream().filter(task -> !before.contains(task.taskArn())).findFirst();
        return new Healed(
                ClusterTables.id(victim.taskArn()),
                replacement.map(task -> ClusterTables.id(task.taskArn())).orElse(""),
                tasks);
    }

    private static List<Task> await(Await.Look<List<Task>> look) throws Exception {
        return Await.until(TIMEOUT, look)
                .orElseThrow(
                        () ->
                                new CliException(
                                        ExitCode.NOT_IN_TIME,
                                        "The tasks of service %s were not RUNNING within %d s. To see why: berth explain service %s"
                                                .formatted(NAME, TIMEOUT.toSeconds(), NAME)));
    }

    private boolean isDeployed() throws AwsException, IOException, InterruptedException {
        return found().stream()
                .flatMap(service -> service.deployments().stream())
                .allMatch(each -> "COMPLETED".equals(each.rolloutStateAsString()));
    }

    /** The tasks, once all that the service wants are RUNNING and none of these is among them. */
    private Optional<List<Task>> settled(Set<String> gone) throws Exception {
        var wanted = found().map(Service::desiredCount).orElse(0);
        var filter =
                ListTasksRequest.builder()
                        .cluster(CLUSTER)
                        .serviceName(NAME)
                        .desiredStatus("RUNNING")
                        .build();
        var running =
                ecs.tasks(filter).stream()
                        .filter(task -> "RUNNING".equals(task.lastStatus()))
                        .filter(task -> !gone.contains(task.taskArn()))
                        .toList();
        return running.size() >= Math.max(1, wanted) ? Optional.of(running) : Optional.empty();
    }

    /** The page that a task serves, through the port that the agent chose. */
    public Page fetch(List<Task> tasks) throws Exception {
        var port =
                tasks.stream()
                        .flatMap(task -> task.containers().stream())
                        .flatMap(container -> container.networkBindings().stream())
                        .map(NetworkBinding::hostPort)
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new CliException(
                                                ExitCode.FAILED,
                                                "The sample task is RUNNING without a host port."));
        var url = URI.create("http://127.0.0.1:" + port + "/");
        try (var http = HttpClient.newHttpClient()) {
            // RUNNING means that the process was started; it may take a moment until it listens.
            var body =
                    Await.until(Duration.ofSeconds(10), () -> get(http, url))
                            .orElseThrow(
                                    () ->
                                            new CliException(
                                                    ExitCode.NOT_IN_TIME,
                                                    url + " does not answer."));
            var title = TITLE.matcher(body);
            if (!title.find()) {
                throw new CliException(
                        ExitCode.FAILED, url + " answers, but not with the sample's page.");
            }
            return new Page(url, title.group(1));
        }
    }

    private static Optional<String> get(HttpClient http, URI url) throws InterruptedException {
        try {
            var request = HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(5)).build();
            var response = http.send(request, BodyHandlers.ofString());
            return response.statusCode() == 200 ? Optional.of(response.body()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
