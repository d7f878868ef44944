package dev.berth.agent.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.agent.docker.PublishedPort;
import dev.berth.protocol.agent.PayloadPortMapping;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HostPortsTest {
    private static final PayloadPortMapping TCP = new PayloadPortMapping(80, 0, "tcp");
    private static final PayloadPortMapping UDP = new PayloadPortMapping(53, 0, "udp");

    private final HostPorts ports = new HostPorts(new PortRange(40000, 40003), Set.of(40001));

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
}
