package dev.berth.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.plugin.query.QuerySyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuerySyntaxTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "``; 1; the end; agentConnected, agentVersion",
                "stack == prod; 1; \"stack\"; attribute:NAME",
                "attribute: stack == prod; 11; \" \"; the name of an attribute",
                "attribute:stack = prod; 17; \"=\"; ==, !=, >",
                "attribute:stack; 16; the end; exists",
                "attribute:stack prod; 17; \"prod\"; =~",
                "attribute:stack ==; 19; the end; a value",
                "attribute:stack == a b; 22; \"b\"; \"and\", \"or\" or the end",
                "attribute:stack == a and; 25; the end; a subject",
                "attribute:stack == a AND attribute:b exists; 22; \"AND\"; \"and\"",
                "(attribute:stack == a; 22; the end; \")\"",
                "attribute:stack == a); 21; \")\"; the end",
                "attribute:stack == (a); 20; \"(\"; quotes around",
                "attribute:stack =~ (t2|t3).*; 20; \"(\"; quotes around",
                "attribute:stack == it's; 22; \"'s\"; quotes around",
                "attribute:stack == 'a; 20; \"'a\"; a closing '",
                "attribute:stack == 'a'b; 23; \"b\"; a space after",
                "attribute:stack in a; 20; \"a\"; a list such as [a, b]",
                "attribute:stack in []; 21; \"]\"; a value",
                "attribute:stack in [a b]; 23; \"b\"; \",\" or \"]\"",
                "attribute:stack exists a; 24; \"a\"; \"and\"",
                "attribute:a =~ '[b'; 17; \"[b\"; a regular expression",
                "attribute:a =~ a**; 18; \"*\"; one quantifier",
                "attribute:a =~ 'a(?=b)'; 19; \"?=b)\"; without look-around",
                "attribute:a =~ '(a)\\1'; 20; \"\\1\"; no back reference",
                "attribute:a =~ 'a++'; 19; \"+\"; no possessive",
                "attribute:a =~ 'a{2000}'; 18; \"{2000}\"; at most 1000 times",
                "attribute:a =~ '((a{100}){100}){100}'; 17; \"((a{100}\"; a smaller",
                "agentConnected > true; 16; \">\"; ==, !=, in, !in, =~, !~ after agentConnected",
                "agentConnected == yes; 19; \"yes\"; true or false",
                "agentVersion in [1]; 14; \"in\"; ==, !=, >, >=, <, <= after agentVersion",
                "agentVersion == new; 17; \"new\"; a version",
                "ec2InstanceId exists; 15; \"exists\"; =~",
                "registeredAt < yesterday; 16; \"yesterday\"; a date such as 2018-06-18",
                "registeredAt < 2018-02-31; 16; \"2018-02-31\"; a date",
                "registeredAt =~ 2018.*; 14; \"=~\"; <=",
                "runningTasksCount < -1; 21; \"-1\"; a whole number",
                "runningTasksCount in [1]; 19; \"in\"; <=",
                "task:group > a; 12; \">\"; exists",
                "task:family == a; 1; \"task\"; task:group",
            })
    void aRefusalNamesThePositionTheValueAndTheExpectedValue(
            String query, int column, String found, String expected) {
        var refused = refused(query);

        assertThat(refused.column()).isEqualTo(column);
        assertThat(refused.found()).startsWith(found.replaceAll("\"$", ""));
        assertThat(refused.expected()).contains(expected);
        assertThat(refused)
                .hasMessage(
                        "at column "
                                + column
                                + " found "
                                + refused.found()
                                + ", expected "
                                + refused.expected());
    }

    @Test
    void anExpressionHasAtMostTwoThousandCharacters() throws Exception {
        var start = "attribute:a == ";
        QueryLanguage.parse(start + "b".repeat(2000 - start.length()));

        assertThat(refused(start + "b".repeat(2001 - start.length())).column()).isEqualTo(2001);
    }

    @Test
    void theNestingOfExpressionsIsLimited() {
        assertThat(refused("(".repeat(1500)).expected()).startsWith("at most 100");
        assertThat(refused("!".repeat(1500)).expected()).startsWith("at most 100");
        assertThat(refused("attribute:a =~ '" + "(".repeat(1500) + "'").expected())
                .contains("at most 50 nested groups");
    }

    private static QuerySyntaxException refused(String query) {
        return catchThrowableOfType(QuerySyntaxException.class, () -> QueryLanguage.parse(query));
    }
}
