package dev.berth.integration.installation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What our programs listen on is what docs/operations.md says, and nothing else. */
@OnEmbeddedDatabase
class ListeningIT {
    private static final String TCP_LISTEN = "0A";
    private static final String UDP_UNCONNECTED = "07";

    private final Installation berth;

    ListeningIT(Lab lab) {
        berth = lab.shared();
    }

    @Test
    void theServerListensOnItsOnePort() throws IOException {
        assertThat(documented("server")).hasSize(1);
        assertThat(listening(berth.server().process().pid()))
                .containsExactly("127.0.0.1:" + berth.server().endpoint().getPort());
    }

    /** These agents are started without introspection and figures, which leaves task metadata. */
    @Test
    void anAgentListensWhereItsContainersAskForMetadata() throws IOException {
        assertThat(documented("agent"))
                .extracting(columns -> columns.get(1))
                .containsExactlyInAnyOrder("51678", "51679", "off");
        var agent = berth.agents().getFirst();
        assertThat(listening(agent.process().pid()))
                .singleElement()
                .asString()
                .matches(agent.host().outside().replace(".", "\\.") + ":516(79|[89]\\d)");
    }

    /** The rows of the table for one program. */
    private static List<List<String>> documented(String program) throws IOException {
        var lines = Files.readAllLines(Path.of("../docs/operations.md"));
        return lines
                .subList(lines.indexOf("## What listens"), lines.indexOf("## Monitoring"))
                .stream()
                .filter(line -> line.startsWith("| " + program + " |"))
                .map(line -> Arrays.stream(line.substring(1).split("\\|")).map(String::strip))
                .map(columns -> columns.toList())
                .toList();
    }

    /** Addresses and ports, of TCP and UDP. */
    static Set<String> listening(long pid) throws IOException {
        var process = Path.of("/proc/" + pid);
        var inodes = new HashSet<String>();
        try (var files = Files.list(process.resolve("fd"))) {
            for (var file : files.toList()) {
                inode(file).ifPresent(inodes::add);
            }
        }
        var listening = new TreeSet<String>();
        for (var table : List.of("tcp", "tcp6", "udp", "udp6")) {
            var state = table.startsWith("tcp") ? TCP_LISTEN : UDP_UNCONNECTED;
            for (var line : Files.readAllLines(process.resolve("net").resolve(table))) {
                var columns = line.strip().split("\\s+");
                if (columns[3].equals(state) && inodes.contains(columns[9])) {
                    listening.add(address(columns[1]));
                }
            }
        }
        return listening;
    }

    /** Of a socket; empty for any other file, and for one that has been closed since. */
    private static Optional<String> inode(Path descriptor) throws IOException {
        try {
            var target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith("socket:[")
                    ? Optional.of(target.substring(8, target.length() - 1))
                    : Optional.empty();
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    /** The kernel writes each 32 bits of an address in the order of the machine. */
    private static String address(String hex) throws IOException {
        var colon = hex.indexOf(':');
        var bytes = HexFormat.of().parseHex(hex.substring(0, colon));
        var words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
        var turned = ByteBuffer.allocate(bytes.length);
        while (words.hasRemaining()) {
            turned.putInt(words.get());
        }
        // An IPv4 address within IPv6 comes out as IPv4.
        return InetAddress.getByAddress(turned.array()).getHostAddress()
                + ":"
                + Integer.parseInt(hex.substring(colon + 1), 16);
    }
}
