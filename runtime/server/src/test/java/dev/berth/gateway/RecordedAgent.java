package dev.berth.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.http.TestPort;
import dev.berth.protocol.sigv4.Signer;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What release 1.105.1 of Amazon's agent was recorded to send, off EC2 and with a fresh state. */
public final class RecordedAgent {

    /** Attributes with a value, each of which must come back as it was sent. */
    static final Map<String, String> VALUED =
            Map.of(
                    "rack", "r1",
                    "ecs.os-type", "linux",
                    "ecs.os-family", "LINUX",
                    "ecs.os-type-detailed", "LINUX",
                    "ecs.cpu-architecture", "x86_64");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OLD = "com.amazonaws.ecs.capability.";
    private static final String NEW = "ecs.capability.";

    /** Names without values. */
    public static final List<String> CAPABILITIES =
            List.of(
                    OLD + "privileged-container",
                    OLD + "docker-remote-api.1.17",
                    OLD + "docker-remote-api.1.18",
                    OLD + "docker-remote-api.1.19",
                    OLD + "docker-remote-api.1.20",
                    OLD + "docker-remote-api.1.21",
                    OLD + "docker-remote-api.1.22",
                    OLD + "docker-remote-api.1.23",
                    OLD + "docker-remote-api.1.24",
                    OLD + "docker-remote-api.1.25",
                    OLD + "docker-remote-api.1.28",
                    OLD + "docker-remote-api.1.29",
                    OLD + "docker-remote-api.1.30",
                    OLD + "docker-remote-api.1.32",
                    OLD + "logging-driver.json-file",
                    OLD + "ecr-auth",
                    OLD + "task-iam-role",
                    OLD + "task-iam-role-network-host",
                    NEW + "private-registry-authentication.secretsmanager",
                    NEW + "secrets.ssm.environment-variables",
                    NEW + "secrets.asm.environment-variables",
                    NEW + "container-ordering",
                    NEW + "full-sync",
                    NEW + "network.container-port-range",
                    NEW + "container-restart-policy",
                    NEW + "execution-role-ecr-pull",
                    NEW + "container-health-check",
                    NEW + "docker-plugin.local",
                    NEW + "task-cpu-mem-limit",
                    NEW + "external");

    private static final String RESOURCES =
            """
            [{"name":"CPU","type":"INTEGER","integerValue":2048},
            {"name":"MEMORY","type":"INTEGER","integerValue":24105},
            {"name":"PORTS","type":"STRINGSET","stringSetValue":["22","2375","2376","51678","51679"]},
            {"name":"PORTS_UDP","type":"STRINGSET","stringSetValue":[]}]""";

    private final TestPort port;
    private final HttpClient http = HttpClient.newHttpClient();
    private String arn;

    RecordedAgent(TestPort port) {
        this.port = port;
    }

    /** The same process, whose server has come back at another port. */
    RecordedAgent at(TestPort otherPort) {
        var same = new RecordedAgent(otherPort);
        same.arn = arn;
        return same;
    }

    record Answer(int status, JsonNode body) {}

    String arn() {
        return arn;
    }

    /** The first registration of a process; the token is new with each start of the agent. */
    static String registration(String clientToken) {
        return """
        {"cluster":"default","clientToken":"%s","instanceIdentityDocument":"",
        "instanceIdentityDocumentSignature":"","attributes":[{"name":"rack","value":"r1"},%s],
        "tags":[{"key":"team","value":"core"}],"totalResources":%s}"""
                .formatted(clientToken, attributes(), RESOURCES);
    }

    /** After a restart: with the ARN that it kept, and without its custom attributes. */
    String registrationAgain() {
        return """
        {"cluster":"default","clientToken":"%s","containerInstanceArn":"%s",
        "instanceIdentityDocument":"","instanceIdentityDocumentSignature":"","attributes":[%s],
        "totalResources":%s}"""
                .formatted(UUID.randomUUID(), arn, attributes(), RESOURCES);
    }

    /** All but the custom ones. */
    private static String attributes() {
        var named = CAPABILITIES.stream().map("{\"name\":\"%s\"}"::formatted);
        var valued =
                VALUED.entrySet().stream()
                        .filter(attribute -> !attribute.getKey().equals("rack"))
                        .map(
                                a ->
                                        "{\"name\":\"%s\",\"value\":\"%s\"}"
                                                .formatted(a.getKey(), a.getValue()));
        return Stream.concat(named, valued).collect(Collectors.joining(","));
    }

    JsonNode register() throws Exception {
        var registered =
                call("RegisterContainerInstance", registration(UUID.randomUUID().toString()))
                        .path("containerInstance");
        arn = registered.path("containerInstanceArn").asText();
        return registered;
    }

    /** Connects for work and takes the manifest, which comes first. */
    RecordedSocket connected() throws Exception {
        var socket = work();
        socket.acknowledge(socket.next("TaskManifestMessage"));
        return socket;
    }

    RecordedSocket work() throws Exception {
        return new RecordedSocket(
                endpoint("endpoint")
                        + "/ws?agentHash=a8b3e7d3&agentVersion=1.105.1&clusterArn=default"
                        + "&containerInstanceArn="
                        + URLEncoder.encode(arn, StandardCharsets.UTF_8)
                        + "&dockerVersion=DockerVersion%3A+20.10.24%2Bdfsg1&protocolVersion=2"
                        + "&sendCredentials=true&seqNum=1");
    }

    RecordedSocket telemetry() throws Exception {
        return new RecordedSocket(
                endpoint("telemetryEndpoint")
                        + "/ws?agentHash=a8b3e7d3&agentVersion=1.105.1&cluster=default"
                        + "&containerInstance="
                        + URLEncoder.encode(arn, StandardCharsets.UTF_8)
                        + "&dockerVersion=20.10.24%2Bdfsg1");
    }

    String endpoint(String member) throws Exception {
        return call(
                        "DiscoverPollEndpoint",
                        """
                        {"cluster":"default","containerInstance":"%s","zoneId":""}"""
                                .formatted(arn))
                .path(member)
                .asText();
    }

    /** Reports on a task, and is acknowledged. */
    void report(String task, String members) throws Exception {
        var answer =
                call(
                        "SubmitTaskStateChange",
                        """
                        {"cluster":"default","task":"%s",%s}"""
                                .formatted(task, members));
        assertThat(answer.path("acknowledgment").isTextual()).isTrue();
    }

    JsonNode call(String operation, String body) throws Exception {
        var answer = answer(operation, body);
        assertThat(answer.status()).as("%s: %s", operation, answer.body()).isEqualTo(200);
        return answer.body();
    }

    /** Sends a call with the headers of the agent's SDK, and signs those that it signs. */
    Answer answer(String operation, String body) throws Exception {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        var uri = port.at("/");
        var headers = new HashMap<String, String>();
        headers.put("Content-Type", "application/x-amz-json-1.1");
        headers.put("X-Amz-Target", "AmazonEC2ContainerServiceV20141113." + operation);
        headers.put("Amz-Sdk-Invocation-Id", UUID.randomUUID().toString());
        headers.put("Amz-Sdk-Request", "attempt=1; max=3");
        var request =
                HttpRequest.newBuilder(uri)
                        .timeout(Duration.ofSeconds(20))
                        .header(
                                "User-Agent",
                                "Amazon ECS Agent - v1.105.1 (*a8b3e7d3) (linux; LINUX)"
                                        + " (+http://aws.amazon.com/ecs/)")
                        .header("Accept-Encoding", "gzip")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(bytes));
        headers.forEach(request::header);
        headers.put("Content-Length", Integer.toString(bytes.length)); // written by the client
        var signature =
                new Signer("ecs", TestPort.ARNS.region())
                        .sign(TestPort.KEY, "POST", uri, headers, bytes, Instant.now());
        assertThat(signature.get("Authorization"))
                .contains(
                        "SignedHeaders=amz-sdk-invocation-id;amz-sdk-request;content-length;content-type;host;x-amz-date;x-amz-target,");
        signature.forEach(request::header);
        var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        return new Answer(answer.statusCode(), JSON.readTree(answer.body()));
    }
}
