package dev.berth.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class TcpListenersTest {
    private static final String LISTENING =
            "   0: 0100007F:1B9E 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 41234 1 0000000000000000 100 0 0 10 0";

    @Test
    void aListeningLineGivesItsSocket() {
        assertThat(TcpListeners.listeningSocket(LISTENING, 7070)).contains("41234");
    }

    @Test
    void anotherPortAnotherStateAndTheHeadingGiveNone() {
        assertThat(TcpListeners.listeningSocket(LISTENING, 7071)).isEmpty();
        assertThat(TcpListeners.listeningSocket(LISTENING.replace(" 0A ", " 01 "), 7070)).isEmpty();
        assertThat(
                        TcpListeners.listeningSocket(
                                "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
                                7070))
                .isEmpty();
    }

    @Test
    void anAddressOfVersionSixIsReadToo() {
        var line =
                "   1: 0000000000000000FFFF00000100007F:1B9E 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 777 1 0000000000000000 100 0 0 10 0";

        assertThat(TcpListeners.listeningSocket(line, 7070)).contains("777");
    }

    @Test
    void theProcessThatListensIsNamed() throws Exception {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(TcpListeners.holderOf(socket.getLocalPort()))
                    .isEqualTo("java (pid " + ProcessHandle.current().pid() + ")");
        }
    }
}
