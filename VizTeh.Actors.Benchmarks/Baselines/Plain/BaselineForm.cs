using System.Text.Json;

namespace VizTeh.Actors.Benchmarks.Baselines.Plain;

/// <summary>What the baselines ask and say, from form.json: the texts and keyboards that VizTeh.Actors has.</summary>
internal sealed record BaselineForm(
    BaselineMenus Menus, IReadOnlyList<BaselineQuestion> Questions, IReadOnlyList<string> Directions, string Greeting, string AllAnswered,
    string ReviewTitle, string ReviewFooter, IReadOnlyList<IReadOnlyList<IReadOnlyList<string>>> Review, string Accepted, string Cancelled,
    string CardTitle, string Close)
{
    public static BaselineForm Load() =>
        JsonSerializer.Deserialize<BaselineForm>(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "form.json")), JsonSerializerOptions.Web)
        ?? throw new InvalidDataException("form.json is empty");
}

internal sealed record BaselineMenus(
    IReadOnlyList<IReadOnlyList<string>> Main, IReadOnlyList<IReadOnlyList<string>> Steps, IReadOnlyList<IReadOnlyList<string>> Phone);

internal sealed record BaselineQuestion(string Field, string Label, string Text);
