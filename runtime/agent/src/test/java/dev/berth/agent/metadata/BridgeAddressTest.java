package dev.berth.agent.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.agent.json.Json;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where containers on Docker's default bridge reach the host. */
class BridgeAddressTest {
    private final Map<String, String> interfaces =
            Map.of("docker0", "172.17.0.1", "br9", "10.9.0.1");

    @Test
    void itIsTheGatewayThatDockerLists() throws Exception {
        assertThat(
                        find(
                                "{\"IPAM\":{\"Config\":[{\"Gateway\":\"fd00::1\"},{\"Gateway\":\"10.1.0.1\"}]}}"))
                .isEqualTo("10.1.0.1");
    }

    /** As Docker answers until its daemon has been started for the second time. */
    @Test
    void itIsTheAddressOfTheBridgeWhereDockerListsNoGateway() throws Exception {
        assertThat(find("{\"IPAM\":{\"Config\":[{\"Subnet\":\"172.17.0.0/16\"}]}}"))
                .isEqualTo("172.17.0.1");
        assertThat(find("{\"Options\":{\"com.docker.network.bridge.name\":\"br9\"}}"))
                .isEqualTo("10.9.0.1");
    }

    @Test
    void withoutEitherItSaysWhatToSet() {
        assertThatThrownBy(() -> find("{\"Options\":{\"com.docker.network.bridge.name\":\"br0\"}}"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("br0")
                .hasMessageContaining("set metadata-address");
    }

    private String find(String network) throws IOException {
        JsonNode read = Json.MAPPER.readTree(network);
        return BridgeAddress.of(read, name -> Optional.ofNullable(interfaces.get(name)));
    }
}
