package dev.berth.integration.installation;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ExtendedActorSystem;

/**
 * A program of another user who has the server's libraries and no key. It prints what it reached.
 * Arguments: the data folder, then the addresses that the server's process listens on.
 */
final class Intruder {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String REMOTING =
            """
            pekko.actor.provider = remote
            pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
            pekko.loglevel = OFF
            pekko.stdout-loglevel = OFF
            """;

    private Intruder() {}

    public static void main(String[] arguments) throws Exception {
        var data = Path.of(arguments[0]);
        print("credentials", Files.isReadable(data.resolve("credentials")));
        print("database", Files.isReadable(data.resolve("berth.mv.db")));
        var config = ConfigFactory.parseString(REMOTING).withFallback(ConfigFactory.load());
        var own = ActorSystem.create("berth", config);
        var other = ActorSystem.create("berth", config);
        try {
            var port = ((ExtendedActorSystem) other).provider().getDefaultAddress().getPort();
            print("a system with remoting", isReached(own, port.get()));
            for (int i = 1; i < arguments.length; i++) {
                var at = Integer.parseInt(arguments[i].substring(arguments[i].indexOf(':') + 1));
                print("the system of the server", isReached(own, at));
                print("a write", writes(at, "x-amz-date", "20260101T000000Z"));
                print(
                        "a write with a key of its own",
                        writes(
                                at,
                                "authorization",
                                "AWS4-HMAC-SHA256 Credential=AKIAMADEUPMADEUP0000/20260101/us-east-1"
                                        + "/ecs/aws4_request, SignedHeaders=host;x-amz-date,"
                                        + " Signature=00"));
                print("raw bytes", isAnsweredWith200(at));
            }
        } finally {
            own.terminate();
            other.terminate();
        }
    }

    private static void print(String what, boolean reached) {
        System.out.println("tried: " + what + ": " + (reached ? "reached" : "refused"));
    }

    /** Whether an actor system at the port answers a remote message. */
    private static boolean isReached(ActorSystem own, int port) throws InterruptedException {
        var selection = own.actorSelection("pekko://berth@127.0.0.1:" + port + "/system");
        try {
            selection
                    .resolveOne(PATIENCE)
                    .toCompletableFuture()
                    .get(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException | TimeoutException _) {
            return false;
        }
    }

    private static boolean writes(int port, String header, String value)
            throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                            .timeout(PATIENCE)
                            .header("content-type", "application/x-amz-json-1.1")
                            .header(
                                    "x-amz-target",
                                    "AmazonEC2ContainerServiceV20141113.CreateCluster")
                            .header(header, value)
                            .POST(
                                    HttpRequest.BodyPublishers.ofString(
                                            "{\"clusterName\":\"intruded\"}"))
                            .build();
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        }
    }

    /** The beginning of Artery's control stream. */
    private static boolean isAnsweredWith200(int port) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), (int) PATIENCE.toMillis());
            socket.setSoTimeout(1_000);
            socket.getOutputStream().write("PEKK\u0001".getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.startsWith("HTTP/1.1 200");
        } catch (IOException _) {
            return false;
        }
    }
}
