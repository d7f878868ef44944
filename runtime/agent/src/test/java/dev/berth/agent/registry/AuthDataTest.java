package dev.berth.agent.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.agent.json.Json;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** ECS_ENGINE_AUTH_DATA, and which of its entries an image gets. */
class AuthDataTest {
    @Test
    void dockercfgHasUserAndPasswordInOneText() throws Exception {
        var auth = Base64.getEncoder().encodeToString("me:pass:word".getBytes());
        var data =
                AuthData.parse(
                        "dockercfg",
                        "{\"https://registry.example.com:5000\":{\"auth\":\"%s\",\"email\":\"e\"}}"
                                .formatted(auth));
        var login = data.find("registry.example.com:5000/team/app").orElseThrow();
        assertThat(login.username()).isEqualTo("me");
        assertThat(login.password()).isEqualTo("pass:word");
        var header = Json.MAPPER.readTree(Base64.getUrlDecoder().decode(login.header()));
        assertThat(header.path("username").asText()).isEqualTo("me");
        assertThat(header.path("password").asText()).isEqualTo("pass:word");
        assertThat(header.path("serveraddress").asText()).isEqualTo("registry.example.com:5000");
    }

    @Test
    void dockerHasUserAndPasswordAsMembers() {
        var data =
                AuthData.parse(
                        "docker",
                        "{\"https://index.docker.io/v1/\":{\"username\":\"me\",\"password\":\"pw\"}}");
        assertThat(data.find("library/nginx").orElseThrow().username()).isEqualTo("me");
        assertThat(data.find("nginx").orElseThrow().username()).isEqualTo("me");
        assertThat(data.find("docker.io/team/app").orElseThrow().username()).isEqualTo("me");
        assertThat(data.find("other.example.com/nginx")).isEmpty();
    }

    @Test
    void theLongestKeyThatFitsWins() {
        var data =
                AuthData.parse(
                        "docker",
                        """
                        {"r.example.com": {"username": "all", "password": "1"},
                         "r.example.com/team": {"username": "team", "password": "2"},
                         "r.example.com/te": {"username": "te", "password": "3"}}
                        """);
        assertThat(data.find("r.example.com/team/app").orElseThrow().username()).isEqualTo("team");
        assertThat(data.find("r.example.com/other").orElseThrow().username()).isEqualTo("all");
        assertThat(data.find("r.example.com:5000/team/app")).isEmpty();
    }

    @Test
    void aMessageAboutWrongDataHasNothingOfIt() {
        for (var data :
                new String[] {
                    "{\"r\": s3cret", "[\"s3cret\"]", "{\"r.io\":{\"auth\":\"czNjcmV0\"}}"
                }) {
            assertThatThrownBy(() -> AuthData.parse("dockercfg", data))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasNoCause()
                    .message()
                    .doesNotContain("s3cret")
                    .doesNotContain("czNjcmV0");
        }
    }

    @Test
    void nothingPrintsASecret() {
        var data =
                AuthData.parse(
                        "docker", "{\"r.io\":{\"username\":\"me\",\"password\":\"s3cret\"}}");
        assertThat(data.toString()).contains("r.io").doesNotContain("s3cret");
        assertThat(data.find("r.io/a").toString()).doesNotContain("s3cret");
    }
}
