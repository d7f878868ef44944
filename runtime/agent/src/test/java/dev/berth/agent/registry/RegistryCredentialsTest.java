package dev.berth.agent.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the credentials of a pull come from. */
class RegistryCredentialsTest {
    @TempDir private Path folder;
    private Path file;

    @BeforeEach
    void setUp() {
        file = folder.resolve("config.json");
    }

    @Test
    void aChangedDockerConfigIsReadForTheNextPull() throws Exception {
        var credentials = new RegistryCredentials(() -> new RegistrySettings(AuthData.EMPTY, file));
        assertThat(credentials.find("r.io/app")).isEmpty();
        write("{\"auths\":{\"r.io\":{\"auth\":\"bWU6b25l\"}}}");
        assertThat(credentials.find("r.io/app").orElseThrow().password()).isEqualTo("one");
        write("{\"auths\":{\"r.io\":{\"auth\":\"bWU6dHdv\"}}}");
        assertThat(credentials.find("r.io/app").orElseThrow().password()).isEqualTo("two");
        write("{broken");
        assertThat(credentials.find("r.io/app")).isEmpty();
    }

    @Test
    void settingsThatCannotBeReadLeaveTheLastOnes() throws Exception {
        var auth =
                AuthData.parse("docker", "{\"r.io\":{\"username\":\"me\",\"password\":\"one\"}}");
        var source =
                new AtomicReference<RegistryCredentials.Source>(
                        () -> new RegistrySettings(auth, null));
        var credentials = new RegistryCredentials(() -> source.get().read());
        assertThat(credentials.find("r.io/app")).isPresent();
        source.set(
                () -> {
                    throw new IOException("the file is broken");
                });
        assertThat(credentials.find("r.io/app").orElseThrow().password()).isEqualTo("one");
    }

    @Test
    void identityTokensAreSentAsSuch() throws Exception {
        write("{\"auths\":{\"r.io\":{\"identitytoken\":\"t0ken\"}}}");
        var login = new DockerConfigFile(file).find("r.io/app").orElseThrow();
        assertThat(login.identityToken()).isEqualTo("t0ken");
        assertThat(login.toString()).doesNotContain("t0ken");
    }

    @Test
    void aCredentialHelperThatIsMissingIsNamed() throws Exception {
        write("{\"credHelpers\":{\"r.io\":\"berth-missing\"},\"auths\":{}}");
        var config = new DockerConfigFile(file);
        assertThat(config.find("other.io/app")).isEmpty();
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> config.find("r.io/app"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("docker-credential-berth-missing");
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
    }
}
