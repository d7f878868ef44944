package dev.berth.agent.connection;

import dev.berth.agent.testbed.Eventually;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A server's end of WebSockets, as much of RFC 6455 as agents use. It says what tests tell it to.
 */
public final class StubSockets implements AutoCloseable {
    private final ServerSocket listener;
    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private volatile String refusal;

    public StubSockets() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /**
     * Answers handshakes with an HTTP error from now on.
     *
     * @param statusAndBody such as {@code 400 {"type":…}}, or null to let them in again
     */
    public void refuse(String statusAndBody) {
        refusal = statusAndBody;
    }

    /**
     * The connection that was the {@code number}th, from 1, to be opened at a path; waits for it.
     */
    public Connection connection(String path, int number) {
        Eventually.holds(
                "socket " + number + " at " + path + " is open", () -> at(path).size() >= number);
        return at(path).get(number - 1);
    }

    private List<Connection> at(String path) {
        return connections.stream().filter(c -> c.requestLine().contains(" " + path)).toList();
    }

    private void accept() {
        try {
            while (true) {
                var socket = listener.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var head = new ArrayList<String>();
            var in = new DataInputStream(socket.getInputStream());
            for (var line = line(in); !line.isEmpty(); line = line(in)) {
                head.add(line);
            }
            var out = socket.getOutputStream();
            var refused = refusal;
            if (refused != null) {
                var body = refused.substring(4);
                out.write(
                        ("HTTP/1.1 %s No\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                                        .formatted(refused.substring(0, 3), body.length(), body))
                                .getBytes(StandardCharsets.UTF_8));
                return;
            }
            out.write(
                    ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                    + "Sec-WebSocket-Accept: "
                                    + accepted(head)
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            var connection = new Connection(head, socket, out);
            connections.add(connection);
            connection.read(in);
        } catch (IOException e) {
            // The agent hung up.
        }
    }

    private static String line(DataInputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("closed");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private static String accepted(List<String> head) {
        var key =
                head.stream()
                        .filter(l -> l.toLowerCase().startsWith("sec-websocket-key:"))
                        .map(l -> l.substring(l.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElseThrow();
        try {
            var magic = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
            var digest = MessageDigest.getInstance("SHA-1").digest(magic.getBytes());
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (var connection : connections) {
            connection.drop();
        }
    }

    /** One open socket. */
    public static final class Connection {
        private static final int TEXT = 1;
        private static final int CLOSE = 8;

        private final List<String> head;
        private final Socket socket;
        private final OutputStream out;
        private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
        private volatile boolean ended;

        private Connection(List<String> head, Socket socket, OutputStream out) {
            this.head = head;
            this.socket = socket;
            this.out = out;
        }

        public String requestLine() {
            return head.getFirst();
        }

        public List<String> head() {
            return head;
        }

        /** The next text message of the agent; waits for it. */
        public String receive() throws InterruptedException {
            var message = received.poll(60, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("the agent says nothing");
            }
            return message;
        }

        public boolean hasEnded() {
            return ended;
        }

        public synchronized void send(String text) throws IOException {
            frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
        }

        public synchronized void close(int code) throws IOException {
            frame(CLOSE, ByteBuffer.allocate(2).putShort((short) code).array());
            drop();
        }

        public void drop() throws IOException {
            socket.close();
        }

        private void frame(int opcode, byte[] content) throws IOException {
            var frame = ByteBuffer.allocate(content.length + 4).put((byte) (0x80 | opcode));
            if (content.length < 126) {
                frame.put((byte) content.length);
            } else {
                frame.put((byte) 126).putShort((short) content.length);
            }
            frame.put(content);
            out.write(frame.array(), 0, frame.position());
            out.flush();
        }

        private void read(DataInputStream in) {
            try {
                while (true) {
                    var opcode = in.readUnsignedByte() & 0x0f;
                    var length = in.readUnsignedByte() & 0x7f;
                    if (length == 126) {
                        length = in.readUnsignedShort();
                    }
                    var mask = in.readNBytes(4);
                    var content = in.readNBytes(length);
                    for (int i = 0; i < length; i++) {
                        content[i] ^= mask[i % 4];
                    }
                    if (opcode == TEXT) {
                        received.add(new String(content, StandardCharsets.UTF_8));
                    }
                }
            } catch (IOException e) {
                ended = true;
            }
        }
    }
}
