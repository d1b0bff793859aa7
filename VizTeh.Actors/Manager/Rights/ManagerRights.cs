using VizTeh.Actors.Chats;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Manager.Rights;

/// <summary>Who may act in the managers' chats, and the name under which an act is recorded.</summary>
public sealed class ManagerRights(BotSettings settings, ManagerChats chats)
{
    // GroupAnonymousBot (Bot API, Message.from).
    private const long AnonymousAdministrator = 1087968824;

    /// <summary>
    /// Whether a person who writes or presses in a managers' chat may do so. With a list of managers only those on it may: whoever acts in
    /// the name of a chat is none of them.
    /// </summary>
    public bool MayAct(Person person) => settings.Company.Managers is not { } managers || managers.Contains(person.Id);

    /// <summary>The name with the account's, as the ticket's history records it.</summary>
    public string NameOf(Person person)
    {
        if (IsAnonymous(person))
            return settings.Company.Texts[RightsPhrases.Anonymous];
        var name = AccountName.Shown(person.Name, person.Id);
        return person.Username is { } username ? $"{name} (@{username})" : name;
    }

    /// <summary>The name alone, as other managers see it; null when nothing of it can be seen.</summary>
    public string? ShortNameOf(Person person) =>
        IsAnonymous(person) ? settings.Company.Texts[RightsPhrases.Anonymous] : AccountName.Visible(person.Name);

    /// <summary>The name that a client may be told; null for none.</summary>
    public string? PublicNameOf(Person person) => IsAnonymous(person) ? null : AccountName.Visible(person.Name);

    // An administrator who acts anonymously does so in the name of the group.
    private bool IsAnonymous(Person person) => person.Id == AnonymousAdministrator || (person.Id < 0 && chats.Contains(person.Id));
}
