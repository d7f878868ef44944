package dev.berth.cli.docker;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.berth.cli.outcome.CliException;
import dev.berth.cli.outcome.ExitCode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A Docker Engine, asked the few things that are good to know before an agent is started for it.
 * One HTTP/1.0 request per connection: the JDK's HTTP client does not speak over Unix sockets.
 *
 * @param url such as {@code unix:///var/run/docker.sock} or {@code tcp://10.0.0.2:2375}
 */
public record DockerHost(URI url) {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    public DockerHost {
        var isUnix = "unix".equals(url.getScheme()) && url.getPath() != null;
        var isTcp = "tcp".equals(url.getScheme()) && url.getHost() != null && url.getPort() > 0;
        if (!isUnix && !isTcp) {
            throw new CliException(
                    ExitCode.USAGE,
                    "A Docker host is unix:///path/of/docker.sock or tcp://host:port, not "
                            + url
                            + ".");
        }
    }

    /** Fails with a message that states the problem and the command that solves it. */
    public void requireAnswer() {
        try {
            get("/_ping");
        } catch (IOException e) {
            throw new CliException(ExitCode.NO_DOCKER, explanation(e));
        }
    }

    /** How many containers of the tasks of a container instance run on this host. */
    public int runningContainers(String containerInstanceArn) throws IOException {
        var filter = "{\"label\":[\"dev.berth.instance=" + containerInstanceArn + "\"]}";
        var body =
                get(
                        "/containers/json?filters="
                                + URLEncoder.encode(filter, StandardCharsets.UTF_8));
        return new JsonMapper().readTree(body).size();
    }

    /** Sends SIGKILL to a container. */
    public void kill(String containerId) throws IOException {
        send("POST", "/containers/" + containerId + "/kill");
    }

    private String explanation(IOException failure) {
        if (!url.getScheme().equals("unix")) {
            return "No Docker Engine answers at %s: %s".formatted(url, failure.getMessage());
        }
        var socket = Path.of(url.getPath());
        if (!Files.exists(socket)) {
            return "No Docker Engine runs: there is no socket %s. Start it (systemctl start docker, or dockerd as root)"
                            .formatted(socket)
                    + " or name another one with --docker-host.";
        }
        if (!Files.isWritable(socket)) {
            return "This user may not use the Docker Engine at %s. Type: sudo usermod -aG docker %s, then log in again."
                    .formatted(socket, System.getProperty("user.name"));
        }
        return "The Docker Engine at %s does not answer (%s). Is it running? systemctl status docker"
                .formatted(socket, failure.getMessage());
    }

    private String get(String path) throws IOException {
        return send("GET", path);
    }

    private String send(String method, String path) throws IOException {
        var address = address();
        try (var channel =
                        SocketChannel.open(
                                address instanceof UnixDomainSocketAddress
                                        ? StandardProtocolFamily.UNIX
                                        : StandardProtocolFamily.INET);
                var timer =
                        Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory())) {
            // A channel has no time-out of its own; closing it ends a blocked read.
            timer.schedule(() -> close(channel), TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            try {
                channel.connect(address);
                return ask(channel, method, path);
            } catch (AsynchronousCloseException e) {
                throw new IOException("no answer within " + TIMEOUT.toSeconds() + " s");
            } finally {
                timer.shutdownNow();
            }
        }
    }

    private static String ask(SocketChannel channel, String method, String path)
            throws IOException {
        var request =
                method + " " + path + " HTTP/1.0\r\nHost: docker\r\nContent-Length: 0\r\n\r\n";
        var bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        var answer =
                new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        var status = answer.lines().findFirst().orElse("nothing");
        if (!status.matches("HTTP/1\\.[01] 20[04].*")) {
            throw new IOException("it answered: " + status);
        }
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    private SocketAddress address() {
        return url.getScheme().equals("unix")
                ? UnixDomainSocketAddress.of(url.getPath())
                : new InetSocketAddress(url.getHost(), url.getPort());
    }

    private static Void close(SocketChannel channel) throws IOException {
        channel.close();
        return null;
    }
}
