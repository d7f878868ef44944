package dev.berth.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.plugin.query.QuerySyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is written, the parser answers with a tree or says what is wrong. */
class QueryFuzzTest {
    private static final List<String> PIECES =
            List.of(
                    "agentConnected",
                    "agentVersion",
                    "attribute:",
                    "attribute:a",
                    "ec2InstanceId",
                    "registeredAt",
                    "runningTasksCount",
                    "task:group",
                    "==",
                    "!=",
                    ">",
                    ">=",
                    "<",
                    "<=",
                    "in",
                    "!in",
                    "not_in",
                    "exists",
                    "!exists",
                    "=~",
                    "!~",
                    "matches",
                    "and",
                    "or",
                    "not",
                    "&&",
                    "||",
                    "!",
                    "(",
                    ")",
                    "[",
                    "]",
                    ",",
                    "'",
                    "\"",
                    "true",
                    "1",
                    "2018-06-18",
                    "2018-06-18T22:28:28Z",
                    "t2.*",
                    "a b",
                    "\\d+",
                    "{2}",
                    "é",
                    "😀",
                    "\t",
                    "(?i)",
                    "|");
    private static final List<String> VALID =
            List.of(
                    "attribute:ecs.instance-type == t2.small",
                    "attribute:ecs.availability-zone in [us-east-1a, us-east-1b]",
                    "attribute:a =~ 'g2.*|(t3)+' and attribute:b != us-east-1d or agentConnected =="
                            + " true",
                    "not(task:group == database) && !(runningTasksCount >= 3 || agentVersion < 1.2)",
                    "registeredAt < 2018-02-13T00:00:00Z and ec2InstanceId !in ['i-1', \"i-'2\"]");

    private final Random random = new Random(Long.getLong("berth.test.seed", 5));
    private final SeenInstance instance = SeenInstance.with(Map.of("a", "t3t3", "b", ""));

    @Test
    void printableNoiseIsParsedOrRefused() {
        for (int i = 0; i < 50_000; i++) {
            var text = new StringBuilder();
            int length = random.nextInt(60);
            for (int c = 0; c < length; c++) {
                text.append((char) (' ' + random.nextInt(95)));
            }
            isTreeOrRefusal(text.toString());
        }
    }

    @Test
    void piecesInAnyOrderAreParsedOrRefused() {
        int trees = 0;
        for (int i = 0; i < 100_000; i++) {
            var text = new StringBuilder();
            int length = 1 + random.nextInt(12);
            for (int p = 0; p < length; p++) {
                text.append(random.nextInt(4) == 0 ? "" : " ").append(any(PIECES));
            }
            trees += isTreeOrRefusal(text.toString()) ? 1 : 0;
        }
        assertThat(trees).isPositive();
    }

    @Test
    void mutatedQueriesAreParsedOrRefused() {
        int trees = 0;
        for (int i = 0; i < 50_000; i++) {
            var text = new StringBuilder(any(VALID));
            int mutations = random.nextInt(4);
            for (int m = 0; m < mutations; m++) {
                mutate(text);
            }
            trees += isTreeOrRefusal(text.toString()) ? 1 : 0;
        }
        assertThat(trees).isGreaterThan(10_000);
    }

    private void mutate(StringBuilder text) {
        int at = random.nextInt(text.length() + 1);
        switch (random.nextInt(4)) {
            case 0 -> text.insert(at, any(PIECES));
            case 1 -> text.insert(at, (char) random.nextInt(0x3000));
            case 2 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(5)));
            default -> text.insert(at, " " + any(List.of("and", "or")) + " " + any(VALID));
        }
    }

    private boolean isTreeOrRefusal(String text) {
        try {
            var query = QueryLanguage.parse(text);
            assertThat(QueryLanguage.parse(query.toString())).isEqualTo(query);
            assertThat(query.mismatch(instance).isPresent()).isNotEqualTo(query.matches(instance));
            return true;
        } catch (QuerySyntaxException e) {
            assertThat(e.column()).isBetween(1, text.length() + 1);
            return false;
        }
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
