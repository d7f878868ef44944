package dev.berth.protocol.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.protocol.json.AwsJson;
import dev.berth.protocol.model.MalformedDocumentException;
import dev.berth.protocol.sigv4.Credentials;
import dev.berth.protocol.sigv4.Signer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;

/**
 * Calls ECS over AWS JSON 1.1. Connections are kept and used again; a call may be interrupted;
 * nothing is retried here, since only the caller knows what may be repeated.
 *
 * <p>Any thread may call.
 */
public final class AwsJsonClient implements AutoCloseable {
    private static final String TARGET_PREFIX = "AmazonEC2ContainerServiceV20141113.";
    private static final String CONTENT_TYPE = "application/x-amz-json-1.1";
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private final URI endpoint;
    private final Signer signer;
    private final Supplier<Credentials> credentials;
    private final String userAgent;
    private final Trust trust;
    private final HttpClient http;

    /** A client that trusts the CAs of the JDK. */
    public AwsJsonClient(
            URI endpoint, String region, Supplier<Credentials> credentials, String userAgent) {
        this(endpoint, Trust.SYSTEM, region, credentials, userAgent);
    }

    /**
     * @param endpoint such as {@code http://127.0.0.1:7070}
     * @param trust the CAs to trust for an https endpoint
     * @param credentials asked for every call, so that rotated keys are taken up
     */
    public AwsJsonClient(
            URI endpoint,
            Trust trust,
            String region,
            Supplier<Credentials> credentials,
            String userAgent) {
        this.endpoint = endpoint.getRawPath().isEmpty() ? endpoint.resolve("/") : endpoint;
        this.signer = new Signer("ecs", region);
        this.credentials = credentials;
        this.userAgent = userAgent;
        this.trust = trust;
        this.http = trust.client().connectTimeout(CONNECT_TIMEOUT).build();
    }

    /** The CAs that this client trusts. */
    public Trust trust() {
        return trust;
    }

    /**
     * @param operation such as {@code RunTask}
     * @param request a request of the SDK's model, or its builder
     * @param responseBuilder such as {@code RunTaskResponse.builder()}
     * @param timeout for the whole call
     * @return the filled builder
     * @throws AwsException the server answered with an error
     * @throws IOException no answer, or one that is not an AWS answer: it is not known whether the
     *     call took effect
     */
    public <B extends SdkPojo> B call(
            String operation, SdkPojo request, B responseBuilder, Duration timeout)
            throws AwsException, IOException, InterruptedException {
        return call(operation, AwsJson.write(request), responseBuilder, timeout);
    }

    /** The same, for a request with members that the SDK's model lacks. */
    public <B extends SdkPojo> B call(
            String operation, JsonNode request, B responseBuilder, Duration timeout)
            throws AwsException, IOException, InterruptedException {
        return call(operation, AwsJson.write(request), responseBuilder, timeout);
    }

    private <B extends SdkPojo> B call(
            String operation, byte[] body, B responseBuilder, Duration timeout)
            throws AwsException, IOException, InterruptedException {
        var headers =
                Map.of("Content-Type", CONTENT_TYPE, "X-Amz-Target", TARGET_PREFIX + operation);
        var http = HttpRequest.newBuilder(endpoint).timeout(timeout);
        headers.forEach(http::header);
        signer.sign(credentials.get(), "POST", endpoint, headers, body, Instant.now())
                .forEach(http::header);
        http.header("User-Agent", userAgent).POST(BodyPublishers.ofByteArray(body));

        var response = send(http.build());
        if (response.statusCode() != 200) {
            throw error(response);
        }
        try {
            return AwsJson.decode(AwsJson.parse(response.body()), responseBuilder);
        } catch (MalformedDocumentException e) {
            throw new IOException(
                    operation + ": " + endpoint + " did not answer as ECS does. " + e.getMessage(),
                    e);
        }
    }

    private HttpResponse<byte[]> send(HttpRequest request)
            throws IOException, InterruptedException {
        try {
            return http.send(request, BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw Trust.explained(endpoint, e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }

    private static AwsException error(HttpResponse<byte[]> response) {
        ObjectNode document;
        try {
            document = AwsJson.parse(response.body());
        } catch (MalformedDocumentException e) {
            return notFromAws(response);
        }
        var type = document.path("__type").asText("");
        if (type.isEmpty()) {
            return notFromAws(response);
        }
        // Some services write "namespace#Code", some "Code:url".
        var code = type.substring(type.indexOf('#') + 1).split(":", 2)[0];
        var message = document.path("message").asText(document.path("Message").asText(""));
        return new AwsException(response.statusCode(), code, message, requestId(response));
    }

    private static AwsException notFromAws(HttpResponse<byte[]> response) {
        var status = response.statusCode();
        return new AwsException(
                status,
                "HTTP " + status,
                "The answer from "
                        + response.uri()
                        + " is not an AWS error; is something else listening there?",
                requestId(response));
    }

    private static String requestId(HttpResponse<?> response) {
        return response.headers().firstValue("x-amzn-RequestId").orElse("");
    }
}
