using System.Text.Json;
using VizTeh.Actors.Benchmarks.Contenders;

namespace VizTeh.Actors.Benchmarks.Baselines.Plain;

/// <summary>The baselines' texts and keyboards, equal to those of VizTeh.Actors: from form.json and <see cref="Contender"/>.</summary>
internal sealed record BaselineForm(
    BaselineMenus Menus, IReadOnlyList<BaselineQuestion> Questions, IReadOnlyList<string> Directions, string Greeting,
    string ReviewTitle, string ReviewFooter, IReadOnlyList<IReadOnlyList<IReadOnlyList<string>>> Review, string Accepted, string Cancelled,
    string CardTitle, string Close)
{
    public static BaselineForm Load() => Read<BaselineForm>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "form.json"))) with
    {
        Questions = Read<BaselineQuestion[]>(Environment.GetEnvironmentVariable(Contender.QuestionsVariable) ?? ""),
    };

    private static T Read<T>(string json) =>
        JsonSerializer.Deserialize<T>(json, JsonSerializerOptions.Web) ?? throw new InvalidDataException("The form is empty.");
}

internal sealed record BaselineMenus(
    IReadOnlyList<IReadOnlyList<string>> Main, IReadOnlyList<IReadOnlyList<string>> Steps, IReadOnlyList<IReadOnlyList<string>> Phone);

internal sealed record BaselineQuestion(string Field, string Label, string Text);
