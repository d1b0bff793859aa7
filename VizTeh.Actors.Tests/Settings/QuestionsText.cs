using VizTeh.Actors.Questions;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Tests.Settings;

/// <summary>The hocon.conf that comes with the program, with other questions.</summary>
internal static class QuestionsText
{
    /// <summary>A question without which a form would ask for nothing.</summary>
    public const string Phone = "{ id = phone, kind = phone, label = \"Телефон\", ask = \"Какой номер?\" }";

    private const string Begin = "form.questions = [";
    private const string End = "]";

    private static readonly string Real = File.ReadAllText(HoconFile.DefaultPath);

    /// <param name="questions">The elements of the list.</param>
    public static FormDefinition Parse(string questions) => HoconFile.Parse(With(questions), "hocon.conf").Company.Form;

    /// <param name="questions">The elements of the list.</param>
    public static string Refusal(string questions) => RefusalOfFile(With(questions));

    /// <param name="member">What stands in place of the list and its name.</param>
    public static string RefusalOf(string member)
    {
        var (begin, end) = Place();
        return RefusalOfFile($"{Real[..begin]}{member}{Real[end..]}");
    }

    private static string RefusalOfFile(string text) =>
        Assert.Throws<SettingsException>(() => HoconFile.Parse(text, "hocon.conf")).Message;

    private static string With(string questions)
    {
        var (begin, end) = Place();
        return $"{Real[..begin]}{Begin}\n{questions}\n  {End}{Real[end..]}";
    }

    private static (int Begin, int End) Place()
    {
        var begin = Real.IndexOf(Begin, StringComparison.Ordinal);
        return (begin, Real.IndexOf("\n  " + End, begin, StringComparison.Ordinal) + "\n  ]".Length);
    }
}
