package dev.berth.cli.ecs;

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
import java.util.UUID;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.NetworkBinding;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/**
 * The quick start's task: a web server of a few kilobytes. What is there from an earlier run is
 * used again.
 */
public record SampleTask(EcsApi ecs, String image) {
    private static final String FAMILY = "berth-sample";
    private static final String CLUSTER = "default";

    /** What the image listens on. */
    private static final int PORT = 8080;

    private static final Pattern TITLE = Pattern.compile("<title>(.*?)</title>");
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /**
     * busybox's httpd, as the first process of a container, would ignore SIGTERM; the shell does
     * not.
     */
    private static final List<String> COMMAND =
            List.of("sh", "-c", "trap 'exit 0' TERM; httpd -f -p 80 -h /www & wait");

    public record Definition(String arn, String name) {}

    public record Running(Task task, boolean isNew) {
        public String shortId() {
            return ClusterTables.id(task.taskArn());
        }

        public String state() {
            return isNew ? "RUNNING" : "runs already";
        }
    }

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

    public Running task(Definition definition) throws Exception {
        var filter =
                ListTasksRequest.builder()
                        .cluster(CLUSTER)
                        .family(FAMILY)
                        .desiredStatus("RUNNING")
                        .build();
        var running =
                ecs.tasks(filter).stream()
                        .filter(task -> definition.arn().equals(task.taskDefinitionArn()))
                        .filter(task -> "RUNNING".equals(task.lastStatus()))
                        .findFirst();
        return running.isPresent()
                ? new Running(running.get(), false)
                : new Running(run(definition), true);
    }

    private Task run(Definition definition) throws Exception {
        var response =
                ecs.call(
                                "RunTask",
                                RunTaskRequest.builder()
                                        .cluster(CLUSTER)
                                        .taskDefinition(definition.arn())
                                        .startedBy("quickstart")
                                        .clientToken(UUID.randomUUID().toString()),
                                RunTaskResponse.builder())
                        .build();
        if (response.tasks().isEmpty()) {
            var failure = response.failures().getFirst();
            throw new CliException(
                    ExitCode.FAILED,
                    "The sample task was not placed: %s %s"
                            .formatted(
                                    failure.reason(),
                                    failure.detail() == null ? "" : failure.detail()));
        }
        var arn = response.tasks().getFirst().taskArn();
        return Await.until(TIMEOUT, () -> settled(arn))
                .orElseThrow(
                        () ->
                                new CliException(
                                        ExitCode.NOT_IN_TIME,
                                        "The sample task was not RUNNING within %d s."
                                                .formatted(TIMEOUT.toSeconds())));
    }

    private Optional<Task> settled(String arn) throws Exception {
        var task = ecs.describeTasks(CLUSTER, List.of(arn)).getFirst();
        if ("STOPPED".equals(task.lastStatus())) {
            throw new CliException(
                    ExitCode.FAILED, "The sample task stopped: " + task.stoppedReason());
        }
        return "RUNNING".equals(task.lastStatus()) ? Optional.of(task) : Optional.empty();
    }

    /** The page that the task serves, through the port that the agent chose. */
    public Page fetch(Running running) throws Exception {
        var port =
                running.task().containers().stream()
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
