package dev.berth.cli.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.cli.outcome.CliException;
import dev.berth.protocol.json.AwsJson;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImageUpdateTest {

    @Test
    void aRevisionDiffersFromTheOneBeforeInItsImagesAlone() throws Exception {
        var request = ImageUpdate.registration(described(), Map.of("web", "shop:2"));

        assertThat(request)
                .isEqualTo(
                        json(
                                """
                                {"family":"shop","cpu":"256","containerDefinitions":[
                                  {"name":"web","image":"shop:2","memory":64},
                                  {"name":"proxy","image":"proxy:1","memory":32}]}
                                """));
    }

    @Test
    void anUnknownContainerIsNamedWithThoseThatThereAre() {
        assertThatThrownBy(() -> ImageUpdate.registration(described(), Map.of("main", "shop:2")))
                .isInstanceOf(CliException.class)
                .hasMessage("shop has no container main. Its containers: web, proxy.");
    }

    @Test
    void imagesThatRunAlreadyAreNoDeployment() {
        assertThatThrownBy(() -> ImageUpdate.registration(described(), Map.of("web", "shop:1")))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("has these images already");
    }

    private static ObjectNode described() throws Exception {
        return json(
                """
                {"family":"shop","revision":4,"status":"ACTIVE","taskDefinitionArn":"arn",
                 "compatibilities":["EC2"],"requiresAttributes":[],"registeredAt":1,
                 "registeredBy":"me","cpu":"256","containerDefinitions":[
                  {"name":"web","image":"shop:1","memory":64},
                  {"name":"proxy","image":"proxy:1","memory":32}]}
                """);
    }

    private static ObjectNode json(String text) throws Exception {
        return AwsJson.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
