using System.Buffers;
using System.Text.RegularExpressions;

namespace VizTeh.Actors.Settings;

/// <summary>
/// Finds values that Akka's parser would cut or join without an error: it reads the rest of the line as a comment or as another key, reads
/// the next line as the value, appends text beside quotes to the text inside them, or makes one entry of two in a list. Each fault is named
/// by its key.
/// </summary>
internal sealed partial class HoconValues
{
    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create("$`^?!@*&\\");

    private readonly List<HoconToken> _tokens;
    private readonly Stack<Bracket> _open = new([new(IsList: false, "", null)]);
    private int _at;
    private string _lastKey = "";

    private HoconValues(string text) => _tokens = HoconText.Tokens(text);

    private HoconToken Next => _tokens[_at];

    /// <param name="Path">The key whose value it is.</param>
    /// <param name="Names">Within a list: the keys so far; elsewhere null, since a section may be given in several parts.</param>
    private readonly record struct Bracket(bool IsList, string Path, HashSet<string>? Names);

    /// <param name="text">A file in which <see cref="HoconStructure"/> finds no fault.</param>
    /// <returns>The first fault, as part of a sentence; null if there is none.</returns>
    public static string? FindFault(string text)
    {
        var values = new HoconValues(text);
        while (values._at < values._tokens.Count)
        {
            var fault = values._open.Peek().IsList ? values.ReadElement() : values.ReadEntry();
            if (fault is not null)
                return fault;
        }

        return null;
    }

    [GeneratedRegex("^[+-]?[0-9][0-9.]*[ ]*[A-Za-z]*$|^(on|off|true|false|yes|no|null|OFF|DEBUG|INFO|WARNING|ERROR)$")]
    private static partial Regex NumberOrSwitch();

    /// <summary>Reads a key with its value, or the separators between two entries.</summary>
    private string? ReadEntry()
    {
        if (SkipsBetween())
            return null;

        var first = Next;
        var key = "";
        while (Next.Kind is HoconTokenKind.Word or HoconTokenKind.Quoted or HoconTokenKind.Substitution)
            key += _tokens[_at++].Text;
        var path = _open.Peek().Path is { Length: > 0 } outer ? $"{outer}.{key.TrimEnd('+', ' ')}" : key.TrimEnd('+', ' ');
        if (_open.Peek().Names?.Add(key.Trim()) == false)
            return $"line {first.Line}: {path} is given twice; is a }} {{ missing between two entries of the list";
        if (Next.Is('{'))
        {
            Open(isList: false, path);
            return null;
        }

        if (!Next.Is('=') && !Next.Is(':'))
        {
            return $"line {first.Line} has \"{key}\" without a value; if it belongs to {_lastKey}, "
                + "put the whole value of that in quotes";
        }

        _at++;
        _lastKey = path;
        if (Next.Kind is HoconTokenKind.LineEnd or HoconTokenKind.Remark && !ValueIsOnALaterLine())
            return $"line {first.Line}: {path} has no value; write \"\" for an empty text, and put one that begins with # in quotes";
        return ReadValue(path);
    }

    /// <summary>Reads an element of a list, or the separators between two elements.</summary>
    private string? ReadElement()
    {
        if (SkipsBetween())
            return null;
        var path = _open.Peek().Path;
        return _tokens[_at - 1].Is('}') || _tokens[_at - 1].Is(']')
            ? $"line {Next.Line}: two entries of {path} are not apart; put a comma or a new line between them"
            : ReadValue(path);
    }

    private string? ReadValue(string path)
    {
        var value = Next;
        if (value.Is('{') || value.Is('['))
        {
            Open(isList: value.Is('['), path);
            return null;
        }

        _at++;
        if (value.Kind == HoconTokenKind.Mark)
            return value.Is('=') || value.Is(':') ? Fault($"has a stray {value.Text}") : null;
        if (value.Kind == HoconTokenKind.Word && value.Text.AsSpan().IndexOfAny(NeedsQuotes) is var strange and >= 0)
            return Fault($"has a {value.Text[strange]}");
        if (value.Kind == HoconTokenKind.Word && Next.Kind == HoconTokenKind.Remark && !IsPlainly(value.Text, Next))
            return Fault($"is cut off before the {(Next.Text[0] == '#' ? "#" : "//")}");
        // A substitution and the text beside it are meant to form one value.
        if (value.Kind == HoconTokenKind.Substitution || Next.Kind == HoconTokenKind.Substitution)
        {
            while (Next.Kind is HoconTokenKind.Word or HoconTokenKind.Quoted or HoconTokenKind.Substitution)
                _at++;
        }

        if (Next.EndsValue || Next.Kind == HoconTokenKind.Remark)
            return null;

        return Fault(Next.Kind == HoconTokenKind.Mark ? $"has a stray {Next.Text}" : "is partly in quotes");

        string Fault(string what) => $"line {value.Line}: {path} {what}; put the whole value in quotes, and a remark on a line of its own";
    }

    private static bool IsPlainly(string value, HoconToken remark) =>
        NumberOrSwitch().IsMatch(value) && remark.FollowsBlank && remark.Text.TrimStart('#', '/') is "" or [' ', ..];

    private bool ValueIsOnALaterLine()
    {
        while (_at < _tokens.Count - 1 && Next.Kind is HoconTokenKind.LineEnd or HoconTokenKind.Remark)
            _at++;
        return Next.Kind == HoconTokenKind.Quoted || Next.Is('{') || Next.Is('[');
    }

    private bool SkipsBetween()
    {
        if (Next.Is('}') || Next.Is(']'))
            _open.Pop();
        else if (_open.Peek() is { IsList: false, Path: "" } && Next.Is('{'))
            _open.Push(new(IsList: false, "", null));
        else if (Next.Kind is not (HoconTokenKind.LineEnd or HoconTokenKind.Remark) && !Next.Is(','))
            return false;
        _at++;
        return true;
    }

    private void Open(bool isList, string path)
    {
        var around = _open.Peek();
        _open.Push(new(isList, path, !isList && (around.IsList || around.Names is not null) ? [] : around.Names));
        _at++;
    }
}
