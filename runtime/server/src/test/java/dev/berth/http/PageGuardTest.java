package dev.berth.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.http.PageSection.Access;
import dev.berth.protocol.sigv4.Signer;
import dev.berth.protocol.sigv4.Verifier;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.RemoteAddress;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageGuardTest {
    private static final String TOKEN = "a-token-of-the-admin";
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final String ELSEWHERE = "192.0.2.7";

    private static PageGuard door(String token) {
        var verifier =
                new Verifier(
                        TestPort.ARNS.region(),
                        Set.of("ecs"),
                        Duration.ofMinutes(5),
                        id ->
                                Optional.of(TestPort.KEY)
                                        .filter(key -> key.accessKeyId().equals(id)));
        return new PageGuard(
                verifier,
                InstantSource.fixed(NOW),
                token,
                List.of(
                        new PageSection("/open", Access.OPEN, PageGuardTest::answer),
                        PageSection.openOnLoopback("/metrics", PageGuardTest::answer),
                        PageSection.guardedAction("/-/act", PageGuardTest::answer),
                        PageSection.guarded(PageGuardTest::answer)));
    }

    private static Optional<HttpResponse> answer(List<String> path, Map<String, String> query) {
        return path.contains("nowhere")
                ? Optional.empty()
                : Optional.of(HttpResponse.create().withEntity("read " + path + query));
    }

    private static HttpRequest from(String peer, String path) throws Exception {
        return HttpRequest.GET(path)
                .addAttribute(
                        AttributeKeys.remoteAddress,
                        RemoteAddress.create(InetAddress.getByName(peer)));
    }

    private static HttpRequest with(HttpRequest request, String header, String value) {
        return request.addHeader(RawHeader.create(header, value));
    }

    private static int status(String token, HttpRequest request) {
        return door(token).open(request).status().intValue();
    }

    @Test
    void anActionIsDoneWithPostAndNotWithoutASignatureOrTheToken() throws Exception {
        var read = from("127.0.0.1", "/-/act");
        var done = read.withMethod(org.apache.pekko.http.javadsl.model.HttpMethods.POST);
        assertThat(status(TOKEN, with(read, "Authorization", "Bearer " + TOKEN))).isEqualTo(405);
        assertThat(status(TOKEN, done)).isEqualTo(403);
        assertThat(status(TOKEN, with(done, "Authorization", "Bearer " + TOKEN))).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"})
    void aPageThatIsOpenOnLoopbackIsReadFromThereWithoutAnything(String peer) throws Exception {
        assertThat(status(TOKEN, from(peer, "/metrics"))).isEqualTo(200);
        assertThat(status(null, from(peer, "/metrics"))).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {ELSEWHERE, "2001:db8::1", "::ffff:192.0.2.7", "10.0.0.1"})
    void fromElsewhereItTakesTheToken(String peer) throws Exception {
        var bare = from(peer, "/metrics");

        assertThat(status(TOKEN, bare)).isEqualTo(403);
        assertThat(status(null, bare)).isEqualTo(403);
        assertThat(status(TOKEN, with(bare, "Authorization", "Bearer " + TOKEN))).isEqualTo(200);
        assertThat(status(null, with(bare, "Authorization", "Bearer null"))).isEqualTo(403);
        assertThat(status(TOKEN, with(bare, "Authorization", "Bearer " + TOKEN + "x")))
                .isEqualTo(403);
        assertThat(status(TOKEN, with(bare, "Authorization", "Bearer"))).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"})
    void whatAProxyOnThisMachineForwardsTakesTheToken(String header) throws Exception {
        var forwarded = with(from("127.0.0.1", "/metrics"), header, ELSEWHERE);

        assertThat(status(TOKEN, forwarded)).isEqualTo(403);
        assertThat(status(TOKEN, with(forwarded, "Authorization", "Bearer " + TOKEN)))
                .isEqualTo(200);
    }

    @Test
    void noHeaderMakesACallerLocal() throws Exception {
        var claims =
                with(
                        with(from(ELSEWHERE, "/metrics"), "X-Forwarded-For", "127.0.0.1"),
                        "Forwarded",
                        "for=127.0.0.1");

        assertThat(status(TOKEN, with(claims, "Host", "localhost"))).isEqualTo(403);
    }

    @Test
    void aCallerWhoseAddressIsNotKnownIsNotLocal() {
        assertThat(status(TOKEN, HttpRequest.GET("/metrics"))).isEqualTo(403);
    }

    @Test
    void aGuardedPageIsClosedOnLoopbackTooAndAnOpenOneNowhere() throws Exception {
        assertThat(status(TOKEN, from("127.0.0.1", "/berth/v1/things"))).isEqualTo(403);
        assertThat(status(TOKEN, from(ELSEWHERE, "/open"))).isEqualTo(200);
    }

    @Test
    void aSignatureOpensAGuardedPage() throws Exception {
        var path = "/berth/v1/things/one?a=b";
        var request = from(ELSEWHERE, path);
        for (var header :
                new Signer("ecs", TestPort.ARNS.region())
                        .sign(
                                TestPort.KEY,
                                "GET",
                                URI.create("http://berth.test" + path),
                                Map.of(),
                                new byte[0],
                                NOW)
                        .entrySet()) {
            request = with(request, header.getKey(), header.getValue());
        }
        assertThat(status(null, with(request, "Host", "berth.test"))).isEqualTo(200);
        assertThat(status(null, with(request, "Host", "other.test"))).isEqualTo(403);
    }

    @Test
    void sectionsAreFoundByTheirRoots() {
        var door = door(TOKEN);

        assertThat(door.handles("/metrics")).isTrue();
        assertThat(door.handles("/metrics/")).isFalse();
        assertThat(door.handles("/metricsx")).isFalse();
        assertThat(door.handles("/berth/v1/any/thing")).isTrue();
        assertThat(door.handles("/berth/v2/any")).isFalse();
    }

    @Test
    void anUnknownPageIsNotFoundAndAPostIsRefused() throws Exception {
        var nowhere =
                with(from("127.0.0.1", "/berth/v1/nowhere"), "Authorization", "Bearer " + TOKEN);

        assertThat(status(TOKEN, nowhere)).isEqualTo(404);
        assertThat(status(TOKEN, HttpRequest.POST("/metrics").withEntity("x"))).isEqualTo(405);
    }
}
