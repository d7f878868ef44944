package dev.berth.agent.task.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.berth.agent.docker.PortRange;
import dev.berth.agent.docker.PublishedPort;
import dev.berth.agent.task.state.PortConflict;
import dev.berth.protocol.agent.payload.PayloadPortMapping;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HostPortAllocatorTest {
    private static final PayloadPortMapping TCP = new PayloadPortMapping(80, 0, "tcp");
    private static final PayloadPortMapping UDP = new PayloadPortMapping(53, 0, "udp");

    private final HostPortAllocator ports =
            new HostPortAllocator(new PortRange(40000, 40003), Set.of(40001));

    @Test
    void portsAreGivenOutInTurnAndReservedOnesAreNot() {
        assertThat(hostPorts("a", TCP, TCP)).containsExactly(40000, 40002);
        assertThat(hostPorts("b", TCP, TCP)).containsExactly(40003, 0);
    }

    @Test
    void aPortRestsBeforeItIsUsedAgain() {
        var first = ports.choose("a", List.of(TCP));
        ports.release("a", first);
        assertThat(hostPorts("b", TCP)).containsExactly(40002);
        assertThat(hostPorts("c", TCP)).containsExactly(40003);
        assertThat(hostPorts("d", TCP)).containsExactly(40000);
    }

    @Test
    void onlyTheOwnerReleases() {
        var first = ports.choose("a", List.of(TCP, TCP, TCP));
        ports.release("b", first);
        assertThat(hostPorts("b", TCP)).containsExactly(0);
    }

    @Test
    void tcpAndUdpHavePortsOfTheirOwn() {
        hostPorts("a", TCP, TCP, TCP);
        assertThat(hostPorts("b", UDP)).containsExactly(40000);
    }

    @Test
    void fixedPortsStayAsTheyAreAndAreNotGivenOut() {
        var fixed = ports.choose("a", List.of(new PayloadPortMapping(80, 40000, "tcp")));
        assertThat(fixed).containsExactly(new PublishedPort(80, 40000, "tcp", false));
        assertThat(hostPorts("b", TCP)).containsExactly(40002);
    }

    @Test
    void portsGivenOutBeforeAStartAreNotGivenOutAgain() {
        ports.restore("a", List.of(new PublishedPort(80, 40000, "tcp", true)));
        assertThat(hostPorts("b", TCP, TCP, TCP)).containsExactly(40002, 40003, 0);
    }

    @Test
    void aPortThatSomethingElseHoldsIsExchangedAlone() {
        var chosen = ports.choose("a", List.of(TCP, TCP));
        var other = ports.chooseOthers("a", chosen, List.of(chosen.getFirst()));
        assertThat(other).extracting(PublishedPort::hostPort).containsExactly(40003, 40002);
    }

    @Test
    void whatDockerSaysNamesThePort() {
        var mine =
                List.of(
                        new PublishedPort(80, 40000, "tcp", true),
                        new PublishedPort(81, 40002, "tcp", true),
                        new PublishedPort(82, 8080, "tcp", false));
        var allocated = "Bind for 0.0.0.0:40002 failed: port is already allocated";
        assertThat(PortConflict.isIn(allocated)).isTrue();
        assertThat(PortConflict.namedIn(allocated, mine)).containsExactly(mine.get(1));
        var inUse = "listen tcp4 0.0.0.0:8080: bind: address already in use";
        assertThat(PortConflict.isIn(inUse)).isTrue();
        assertThat(PortConflict.namedIn(inUse, mine)).isEmpty();
        assertThat(PortConflict.namedIn("address already in use", mine))
                .containsExactly(mine.get(0), mine.get(1));
        assertThat(PortConflict.isIn("no such file")).isFalse();
    }

    private List<Integer> hostPorts(String task, PayloadPortMapping... mappings) {
        return ports.choose(task, List.of(mappings)).stream().map(PublishedPort::hostPort).toList();
    }

    @Test
    void aRangeOfPortsGetsHostPortsInOneRow() {
        var more = new HostPortAllocator(new PortRange(40000, 40009), Set.of(40002));
        more.choose("a", List.of(TCP));
        var range = more.choose("b", List.of(PayloadPortMapping.range("8000-8002", "tcp")));
        assertThat(range)
                .extracting(PublishedPort::containerPort, PublishedPort::hostPort)
                .containsExactly(tuple(8000, 40003), tuple(8001, 40004), tuple(8002, 40005));
        assertThat(more.choose("c", List.of(TCP)).getFirst().hostPort()).isEqualTo(40006);
    }

    /** Better scattered than not at all: each port is reported by itself. */
    @Test
    void whereThereIsNoRowARangeTakesWhatThereIs() {
        var range = List.of(PayloadPortMapping.range("8000-8001", "tcp"));
        ports.choose("a", List.of(TCP, TCP));
        ports.release("a", List.of(new PublishedPort(80, 40000, "tcp", true)));
        assertThat(ports.choose("b", range))
                .extracting(PublishedPort::hostPort)
                .containsExactly(40003, 40000);
    }
}
