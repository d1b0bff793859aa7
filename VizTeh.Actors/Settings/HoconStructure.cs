namespace VizTeh.Actors.Settings;

/// <summary>
/// Finds faults that Akka's HOCON parser ignores silently: brackets and quotes that do not match, and <c>${?...}</c>, after which it drops
/// every key. Also finds a list with a character that can begin no value, at which the parser never returns.
/// </summary>
internal static class HoconStructure
{
    private const string BeginsNoValue = "$:=`^?!@*&\\";

    /// <summary>The first fault, as part of a sentence; null if there is none.</summary>
    public static string? FindFault(string text)
    {
        var open = new Stack<(char Bracket, int Line)>();
        var line = 1;
        for (var index = 0; index < text.Length; index++)
        {
            var rest = text.AsSpan(index);
            if (rest[0] == '\n')
            {
                line++;
            }
            else if (rest[0] == '#' || rest.StartsWith("//"))
            {
                var length = rest.IndexOf('\n');
                if (length < 0)
                    break;
                index += length - 1;
            }
            else if (rest.StartsWith("\"\"\""))
            {
                var length = rest[3..].IndexOf("\"\"\"");
                if (length < 0)
                    return $"the text in triple quotes that begins on line {line} has no end";
                line += rest.Slice(3, length).Count('\n');
                index += length + 5;
            }
            else if (rest[0] == '"')
            {
                var length = QuotedLength(rest);
                if (length < 0)
                    return $"a quote on line {line} has no end";
                index += length - 1;
            }
            else if (rest.StartsWith("${"))
            {
                if (rest.StartsWith("${?"))
                    return $"line {line} has ${{?...}}, which makes the parser drop what follows; write the value itself";
                var length = rest.IndexOf('}');
                if (length < 0)
                    return $"${{ on line {line} has no end";
                index += length;
            }
            else if (rest[0] is '{' or '[')
            {
                open.Push((rest[0], line));
            }
            else if (rest[0] is '}' or ']')
            {
                var opening = rest[0] == '}' ? '{' : '[';
                if (!open.TryPop(out var last) || last.Bracket != opening)
                    return $"the {rest[0]} on line {line} closes nothing";
            }
            else if (open.TryPeek(out var around) && around.Bracket == '[' && BeginsNoValue.Contains(rest[0]))
            {
                return $"the list on line {line} has a stray {rest[0]}; put each text of it in quotes";
            }
        }

        return open.TryPop(out var left) ? $"the {left.Bracket} on line {left.Line} is not closed" : null;
    }

    /// <summary>The length of a quoted text, with its quotes; -1 if the quote does not end on its line.</summary>
    internal static int QuotedLength(ReadOnlySpan<char> text)
    {
        for (var index = 1; index < text.Length && text[index] != '\n'; index++)
        {
            if (text[index] == '"')
                return index + 1;
            if (text[index] == '\\')
                index++;
        }

        return -1;
    }
}
